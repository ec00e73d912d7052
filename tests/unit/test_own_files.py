"""Files as programs and people really write them: bytes go in, and the right values come out, or words."""

import gzip
import io
import zipfile

import numpy as np
import pytest

from glassnet import session
from glassnet.data.own_data import own_data


def read(data, **reading):
    """The page's answer for a file, and its inputs as rows."""
    answer = session.read_data({"reading": reading}, data)
    page = answer.get("data")
    return answer, page and page["X"].reshape(-1, len(page["inputs"])).tolist()


GERMAN = "Länge;Breite;Größe\r\n1,5;2,25;groß\r\n0,5;1,75;klein\r\n1,1;-0,3;groß\r\n"
GERMAN_X = [[1.5, 2.25], [0.5, 1.75], [1.1, -0.3]]
TWO = [[1, 2], [2, 1]]
NUMBERS = [[1234, 2.5], [2345, 1.5]]

FILES = {
    "windows-1252": (GERMAN.encode("cp1252"), "windows-1252", GERMAN_X),
    "UTF-8": (GERMAN.encode(), "utf-8", GERMAN_X),
    "UTF-8 with its mark": (GERMAN.encode("utf-8-sig"), "utf-8", GERMAN_X),
    "UTF-16, little end first": (GERMAN.encode("utf-16"), "utf-16", GERMAN_X),
    "UTF-16, big end first": (b"\xfe\xff" + GERMAN.encode("utf-16-be"), "utf-16", GERMAN_X),
    "UTF-16 without its mark": (GERMAN.encode("utf-16-le"), "utf-16", GERMAN_X),
    "a comment": (b"# made by a program\na,b,y\n1,2,x\n2,1,y\n", "utf-8", TWO),
    "a comment with quotes": (b'# it is, "b" c\na,b,y\n1,2,x\n% here, too\n2,1,y\n', "utf-8", TWO),
    "NumPy's header": (b"# a,b,y\n1,2,0\n2,1,1\n", "utf-8", TWO),
    "a column that is called #": (b"#,a,b,y\n0,1,2,x\n1,2,1,y\n", "utf-8", TWO),
    "a header with a year": (b"age,1990,y\n1,2,x\n2,1,y\n", "utf-8", TWO),
    "pandas' numbered columns": (b",0,1,y\n0,1,2,x\n1,2,1,y\n", "utf-8", TWO),
    "pandas' index": (b",a,b,y\n0,1,2,x\n1,2,1,y\n", "utf-8", TWO),
    "a shuffled index": (b"Unnamed: 0,a,b,y\n7,1,2,x\n3,2,1,y\n", "utf-8", TWO),
    "R's row names": (b'"a","b","y"\n"one",1,2,"x"\n"two",2,1,"y"\n', "utf-8", TWO),
    "a space after a quote": (b'"a", "b", "y"\n"1", "2" , "x"\n"2", "1", "y"\n', "utf-8", TWO),
    "Excel's line": (b"sep=;\na;b;y\n1;2;x\n2;1;y\n", "utf-8", TWO),
    "a delimiter at the end": (b"a,b,class,\n1,2,x,\n2,1,y,\n", "utf-8", TWO),
    "a delimiter at the end of all but the header": (b"a,b,class\n1,2,x,\n2,1,y,\n", "utf-8", TWO),
    "many delimiters at the end": (b"a,b,y,,\n1,2,x,,\n2,1,y\n,,,,\n", "utf-8", TWO),
    "semicolons in texts": (b"a,b,genre\n1,2,Drama;War\n2,1,Comedy;Romance\n", "utf-8", TWO),
    "tabs in texts": (b"a,b,y\n1,2,x\tx\n2,1,y\ty\n", "utf-8", TWO),
    "tabs in texts without a header": (b"1,2,x\tx\n2,1,y\ty\n", "utf-8", TWO),
    "mixed line ends and empty lines": (b"\r\na,b,y\r1,2,x\n\n2,1,y\r\n\r\n", "utf-8", TWO),
    "bars": (b"a|b|y\n1|2|x\n2|1|y\n", "utf-8", TWO),
    "spaces": (b"  1   2 x\n  2   1 y\n", "utf-8", TWO),
    "English thousands beside a point": (b"a;b;y\n1,234;2.5;x\n2,345;1.5;y\n", "utf-8", NUMBERS),
    "English thousands in quotes": (b'a,b,y\n"1,234",2.5,x\n"2,345",1.5,y\n', "utf-8", NUMBERS),
    "German thousands": (b"a;b;y\n1.234;2,5;x\n2.345;1,5;y\n", "utf-8", NUMBERS),
    "French thousands": ("a;b;y\n1\u202f234;2,5;x\n2\u00a0345;1,5;y\n".encode(), "utf-8", NUMBERS),
    "Swiss thousands": ("a;b;y\n1'234;2.5;x\n2’345;1.5;y\n".encode(), "utf-8", NUMBERS),
    "a decimal point beside another": (b"a,b,y\n1.234,2.5,x\n2.345,1.5,y\n", "utf-8", [[1.234, 2.5], [2.345, 1.5]]),
    "one row": (b"x1,x2,y\n0.5,0.8,1\n", "utf-8", [[0.5, 0.8]]),
    "one row, two targets": (b"x1,x2,y1,y2\n0.05,0.10,0.01,0.99\n", "utf-8", [[0.05, 0.1]]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_the_right_values(name):
    data, encoding, expected = FILES[name]
    answer, X = read(data)
    assert answer.get("problem") is None
    assert (answer["encoding"], X) == (encoding, expected)


def test_a_decimal_comma_far_below():
    rows = "".join(f"{row};{row % 4};Rose\n" for row in range(3000))
    _, X = read(f"a;b;art\n{rows}2,5;1;Tulpe\n".encode())
    assert X[-1] == [2.5, 1]


def test_letters_that_differ_are_classes_that_differ():
    answer, _ = read("a;b;y\n1;2;Bär\n2;1;Bör\n3;1;Hund\n".encode("cp1252"))
    assert answer["data"]["classes"] == ["Bär", "Bör", "Hund"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b,y\n1,2,\x81\n", "row 2 has the byte 81, which is neither UTF-8 nor windows-1252"),
        ("a,b,y\n1,2,ö\n2,1,".encode() + b"\xe4\n", "row 3 has the byte E4, which is not in UTF-8"),
        (b"\xff\xfe" + "a,b\n1,".encode("utf-16-le") + b"\x00\xd8\n\x00", "row 2 has the byte"),
        (b"a,b\n1,\x00\n", "row 2 has a zero byte"),
        (b"a,b,y\n1e308,1,x\n-1e308,2,y\n", "row 2, column 1 (“a”) is “1e308”; expected a number from -1e100 to 1e100"),
        (b"a,b,y\n1,2,1e308\n2,1,-1e308\n", "row 2, column 3 (“y”) is “1e308”; expected a number from"),
        (b"a,b,y\n1e200,2,x\n2,1,y\n", "row 2, column 1 (“a”) is “1e200”"),
        (b"a;b;y\n1,5;2,5;x\n1.5;2,5;y\n", "row 3, column 1 (“a”) is “1.5”; expected a number with a decimal comma"),
        (b"a,b,y\n1,nan,x\n2,NA,y\n3,4,x\n", "2 of 3 rows lack a value (“NA”, “nan”): column 2 (“b”) in rows 2, 3"),
        (b"a,b,y\n1,,x\n2,3,y\n", "1 of 2 rows lacks a value: column 2 (“b”) in row 2"),
        (b"when,b,y\n2020-01-01,1,x\n2020-01-02,3,y\n", "row 2, column 1 (“when”) is “2020-01-01”"),
        (b"a,b,y\n1_000,1,x\n2,3,y\n", "row 2, column 1 (“a”) is “1_000”"),
        (b'[{"a": 1}]', "this is JSON"),
        (b'{"glassnet": 2}', "an exercise that Glassnet exported"),
        (b"<!DOCTYPE html><table>", "a web page"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (JPEG)"),
        (gzip.compress(b"1,2\n", mtime=0), "a GZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (XLS)"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    answer, X = read(data)
    assert X is None
    assert words in answer["problem"]


@pytest.mark.parametrize(
    ("member", "words"),
    [("xl/workbook.xml", "an Excel workbook (XLSX)"), ("data.csv", "a ZIP archive"), ("a.npy", "NumPy arrays")],
)
def test_archives_are_told_apart(member, words):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "1,2\n")
    assert words in read(packed.getvalue())[0]["problem"]


# -- what is chosen by hand

IRIS = "5.1,3.5,0\n4.9,3,0\n7,3.2,1\n6.4,3.1,1\n6.3,3.3,2\n5.8,2.7,2\n"


def chosen(text, **reading):
    return own_data({"text": text, "reading": reading})


def test_number_labels_are_classes_or_a_number():
    assert chosen(IRIS).classes == ("0", "1", "2")
    assert any("read as classes" in note for note in chosen(IRIS).notes)
    numbers = chosen(IRIS, classes=False)
    assert numbers.classes == ()
    assert numbers.target_ranges == ((0, 2),)
    assert chosen("1,3.5\n2,7\n3,3.5\n", classes=True).classes == ("3.5", "7")
    assert chosen("1,10\n2,9\n3,10\n", classes=True).classes == ("9", "10"), "in their order as numbers"


@pytest.mark.parametrize(("column", "inputs"), [(0, ("b", "y")), (1, ("a", "y")), (2, ("a", "b"))])
def test_any_column_is_the_target(column, inputs):
    data = chosen("a,b,y\n0.1,0.2,0.3\n0.4,0.9,0.6\n", targets=[column])
    assert data.inputs == inputs
    assert data.y[:, 0].tolist() == [[0.1, 0.4], [0.2, 0.9], [0.3, 0.6]][column]


def test_several_targets_each_in_its_own_scale():
    data = chosen("a,p,q\n1,10,0.5\n2,30,0.25\n3,20,0\n", targets=[1, 2])
    assert data.outputs == ("p", "q")
    assert data.y.tolist() == [[0, 1], [1, 0.5], [0.5, 0]]
    assert data.target_ranges == ((10, 30), (0, 0.5))


def test_columns_are_left_out_and_an_index_comes_back():
    text = "id,name,a,y\n1,Bo,5,x\n2,Di,6,y\n"
    assert chosen(text, left_out=[0, 1]).inputs == ("a",)
    assert chosen("id,a,y\n1,5,x\n2,6,y\n").inputs == ("a",)
    assert chosen("id,a,y\n1,5,x\n2,6,y\n", left_out=[]).inputs == ("id", "a")
    assert any("Left out: column 1 (“id”)" in note for note in chosen("id,a,y\n1,5,x\n2,6,y\n").notes)


def test_the_scale_is_switched_off_and_on():
    text = "a,y\n100,1\n200,10\n300,4\n"
    raw = chosen(text, scale_inputs=False, scale_targets=False)
    assert raw.training[0].tolist() == [[100], [200], [300]]
    assert raw.y.tolist() == [[1], [10], [4]]
    assert raw.for_page()["target_limits"] == [1, 10]
    scaled = chosen("a,y\n-0.5,0.5\n0.5,0.75\n", scale_inputs=True, scale_targets=True)
    assert scaled.training[0].tolist() == [[-1], [1]]
    assert scaled.y.tolist() == [[0], [1]]


def test_the_dialect_is_chosen_by_hand():
    assert chosen("a;b;y\n1.234;2;x\n2.345;1;y\n", decimal="comma").X.tolist() == NUMBERS_AS_THOUSANDS
    assert chosen("1,2,x\n3,4,y\n5,6,x", header=True).inputs == ("1", "2")
    assert chosen("0.5;x,y\n0.7;z,y\n", separator="semicolon").classes == ("x,y", "z,y")
    assert read("a;y\n1;Žluť\n2;x\n".encode("cp1250"), encoding="windows-1250")[0]["data"]["classes"] == ["x", "Žluť"]


NUMBERS_AS_THOUSANDS = [[1234, 2], [2345, 1]]


@pytest.mark.parametrize(
    "own",
    [
        *(None, 3, [], {}, {"text": 3}, {"text": IRIS, "more": 1}, {"text": IRIS, "reading": 3}),
        *({"text": IRIS, "reading": {"targets": bad}} for bad in (0, "a", [-1], [1.5], ["a"], [10**6], [True])),
        *({"text": IRIS, "reading": {name: "no"}} for name in ("header", "classes", "scale_inputs", "scale_targets")),
        *({"text": IRIS, "reading": {name: "no"}} for name in ("separator", "decimal", "encoding", "other")),
        *({"text": IRIS, "reading": {name: [9]}} for name in ("targets", "left_out")),
        {"text": IRIS, "reading": {"targets": [0, 1, 2]}},
        {"text": IRIS, "reading": {"targets": []}},
        {"text": IRIS, "reading": {"targets": [0], "left_out": [0]}},
    ],
)
def test_whatever_was_kept_is_refused_in_words(own):
    with pytest.raises(ValueError, match=r"\w+ .*; |is chosen as|expected"):
        session.start({"dataset": "own"}, own=own)
    session.start({})


def test_what_was_found_is_told_though_the_data_is_refused():
    answer = session.read_data("a,name,y\n1,Bo,x\n2,Di,y\n")
    assert "“Bo”; expected a number" in answer["problem"]
    assert answer["found"]["columns"] == ["a", "name", "y"]
    assert answer["found"]["targets"] == [2]


def test_a_single_row_is_learned():
    session.start({"dataset": "own", "hidden": [2], "held_out": 0}, own="x1,x2,y1,y2\n0.05,0.10,0.01,0.99\n")
    frame = session.train(1e9, 50)
    assert frame["epoch"] == 50
    assert np.isfinite(frame["loss"])
    session.start({})
