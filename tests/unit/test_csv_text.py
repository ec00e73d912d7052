"""CSV text: separators, headers, quotes, decimal commas, line ends, and the position of each bad cell."""

import pytest

from glassnet.data.csv_text import MOST_COLUMNS, read_sheet
from glassnet.data.own_data import own_data

PLAIN = "1,2,a\n3,4,b\n"


@pytest.mark.parametrize(
    ("text", "separator", "header", "columns"),
    [
        (PLAIN, ",", False, [("1", "3"), ("2", "4"), ("a", "b")]),
        ("p,q,r\n" + PLAIN, ",", True, [("1", "3"), ("2", "4"), ("a", "b")]),
        ("\ufeffp,q\r\n1,2\r\n3,4\r\n", ",", True, [("1", "3"), ("2", "4")]),
        ("1\t2\n3\t4", "\t", False, [("1", "3"), ("2", "4")]),
        ("1;2;x,y\n3;4;z,w\n", ";", False, [("1", "3"), ("2", "4"), ("x,y", "z,w")]),
        ('1,"a, b"\n2,"c ""d"""\n', ",", False, [("1", "2"), ("a, b", 'c "d"')]),
        ('"height","weight"\n"1","2"\n', ",", True, [("1",), ("2",)]),
        ("1, 2\n\n   \n3 ,4\n\n", ",", False, [("1", "3 "), ("2", "4")]),
        ("1,2\r3,4\r", ",", False, [("1", "3"), ("2", "4")]),
        ('1,"two\nlines"\n2,"b"', ",", False, [("1", "2"), ("two\nlines", "b")]),
    ],
)
def test_what_is_found(text, separator, header, columns):
    sheet = read_sheet(text)
    assert (sheet.separator, sheet.header) == (separator, header)
    assert [tuple(column) for column in sheet.columns] == columns


def test_names_are_the_headers_or_numbered():
    assert own_data("1,2,a\n3,4,b\n").inputs == ("x1", "x2")
    assert own_data(" length ,,kind\n1,2,a\n3,4,b\n").inputs == ("length", "x2")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.5,2\n-3e2,0\n", [1.5, -300]),
        ("1,5;2\n-3,25;0\n", [1.5, -3.25]),
        (",5;2\n+1e3;0\n", [0.5, 1000]),
        ("1,5\t2\n7\t0\n", [1.5, 7]),
        (" 1 , 2\n 3,4", [1, 3]),
    ],
)
def test_numbers(text, numbers):
    assert read_sheet(text).numbers(0).tolist() == numbers


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("1,2\n3,x\n", 1, "row 2, column 2 is “x”; expected a number"),
        ("a,b\n1,2\n3,x\n", 1, "row 3, column 2 (“b”) is “x”; expected a number"),
        ("a,b\n1,2\n,4\n", 0, "row 3, column 1 (“a”) is empty; expected a number"),
        ("a,b\n\n\n1,2\n\n1;5,4\n", 0, "row 6, column 1 (“a”) is “1;5”; expected a number"),
        ("1,2\nnan,3\n", 0, "row 2, column 1 is “nan”; expected a number"),
        ("1,2\n-inf,3\n", 0, "row 2, column 1 is “-inf”; expected a number"),
        (
            "1,2\n1e999,3\n",
            0,
            "row 2, column 1 is “1e999”; expected a number from -1e100 to 1e100: the squares of larger ones overflow",
        ),
        ("1;2\n1,5;2\n1.5.2;3\n", 0, "row 3, column 1 is “1.5.2”; expected a number"),
        ('1,2\n"two\nlines",3\n', 0, "row 3, column 1 is “two lines”; expected a number"),
    ],
)
def test_cells_that_are_no_numbers_are_named(text, column, message):
    with pytest.raises(ValueError) as raised:
        read_sheet(text).numbers(column)
    assert str(raised.value) == message


def test_a_long_cell_is_quoted_no_longer_than_can_be_read():
    with pytest.raises(ValueError, match="row 2, column 1 is “xxx") as raised:
        read_sheet("1,2\n" + "x" * 5000 + ",3\n").numbers(0)
    assert len(str(raised.value)) < 120


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the data is empty; expected rows of numbers, the target in the last column"),
        ("\ufeff \r\n\n", "the data is empty"),
        (
            "1\n2\n3\n",
            "the data has one column, and begins with '1'; expected two or more, sep",
        ),
        ("just words", "the data has one column, and begins with 'just words'"),
        ("1,2\n3\n4,5\n", "row 2 has 1 cell; expected 2, as in row 1"),
        ("1,2,3\n4,5\n", "row 2 has 2 cells; expected 3, as in row 1"),
        ("\n1,2\n\n3,4,5\n", "row 4 has 3 cells; expected 2, as in row 2"),
        ("a,b\n", "the data has a header and no rows below it; expected one row or more"),
        ('1,"2\n3,4\n', "row 2 has quotes that do not fit: unexpected end of data"),
        ('1,"2"x\n3,4\n', "row 1 has quotes that do not fit"),
        (
            ",".join(["1"] * (MOST_COLUMNS + 1)),
            f"the data has {MOST_COLUMNS + 1:,} columns; expected at most {MOST_COLUMNS:,}",
        ),
        ("1,2\n" * 100_002, "the data has more than 100,000 rows; expected at most that many"),
        (None, "the data is None; expected text with rows and columns"),
    ],
)
def test_what_is_no_sheet(text, message):
    with pytest.raises(ValueError) as raised:
        read_sheet(text)
    assert message in str(raised.value)


DRAWN = [
    "| a | b | y |\n|---|---|---|\n| 1 | 2 | 0 |\n| 3 | 4 | 1 |\n",
    "a | b | y\n---|---|---\n1 | 2 | 0\n3 | 4 | 1\n",
    "|a|b|y|\r\n|:--|--:|:-:|\r\n|1|2|0|\r\n|3|4|1|\r\n",
    " a | b | y\n---+---+---\n 1 | 2 | 0\n 3 | 4 | 1\n",
    "+---+---+---+\n| a | b | y |\n+---+---+---+\n| 1 | 2 | 0 |\n| 3 | 4 | 1 |\n+---+---+---+\n",
    "| a | b | y |\n| 1 | 2 | 0 |\n| 3 | 4 | 1 |",
    "a|b|y\n1|2|0\n3|4|1\n",
]


@pytest.mark.parametrize("text", DRAWN)
def test_a_table_that_is_drawn_has_its_columns_and_no_others(text):
    sheet = read_sheet(text)
    assert sheet.names == ("a", "b", "y")
    assert [sheet.numbers(column).tolist() for column in range(3)] == [[1, 3], [2, 4], [0, 1]]
    assert text.split("\n")[sheet.lines[0] - 1].strip(" |\r")[0] == "1", "rows keep their numbers"


def test_a_drawn_table_keeps_its_empty_cells_and_bars_elsewhere_stay():
    assert read_sheet("| a | b |\n|---|---|\n| 1 |  |\n|  | 2 |\n").columns == [("1 ", ""), ("", "2 ")]
    assert read_sheet("a|b\n-|-\n1|2\n").columns == [("-", "1"), ("-", "2")], "a row without values"
