"""Files of many countries and programs: what is read of each, to the number, or the words with which it is refused."""

import pytest

from glassnet import session

AB, AB_Y = [[1, 2], [2, 3]], ["0", "1"]

# The file, its inputs, and its classes or, for numbers to predict, their range.
READ = {
    # R, pandas, Excel
    "R's write.csv": (
        b'"","a","Species"\n"1",5.1,"setosa"\n"2",4.9,"virginica"\n',
        [[5.1], [4.9]],
        ["setosa", "virginica"],
    ),
    "R's write.table": (
        b'"mpg" "cyl" "am"\n"Mazda RX4" 21 6 1\n"Datsun 710" 22.8 4 1\n"Hornet" 21.4 6 0\n',
        [[21, 6], [22.8, 4], [21.4, 6]],
        ["0", "1"],
    ),
    "pandas with truth values": (
        b",a,flag,y\n0,1.5,True,False\n1,2.5,False,True\n2,0.5,True,True\n",
        [[1.5, 1], [2.5, 0], [0.5, 1]],
        ["False", "True"],
    ),
    "German Excel": (
        "sep=;\r\nGröße;Gewicht;Preis\r\n1,80;75,5;1.234,50\r\n1,65;60,0;999,99\r\n".encode("cp1252"),
        [[1.8, 75.5], [1.65, 60]],
        (999.99, 1234.5),
    ),
    "French Excel": (
        "Âge;Taille;Revenu\r\n35;1,75;12\u202f345,50\r\n42;1,68;9\u202f876,00\r\n".encode(),
        [[35, 1.75], [42, 1.68]],
        (9876, 12345.5),
    ),
    "an index with zeros before it": (b"id,plz,y\n001,01234,0\n002,09999,1\n", [[1234], [9999]], AB_Y),
    # numbers
    "exponents and signs": (
        "a,b,y\n1e5,1E+05,0\n.5,5.,1\n+3,\u22123,0\n1e-3,-.5,1\n".encode(),
        [[1e5, 1e5], [0.5, 5], [3, -3], [0.001, -0.5]],
        AB_Y,
    ),
    "exponents with commas": (b"a;b;y\n1,5e3;,5;0\n5,;+3;1\n", [[1500, 0.5], [5, 3]], AB_Y),
    "thousands by apostrophes": (b"a;b;y\n1'234;2;0\n2'345.5;3;1\n", [[1234, 2], [2345.5, 3]], AB_Y),
    "thousands by thin spaces": ("a;b;y\n1\u2009234;2,5;0\n2\u2009345;3;1\n".encode(), [[1234, 2.5], [2345, 3]], AB_Y),
    "dollars": (b'a,price,y\n7,"$1,234.50",0\n5,"-$99.00",1\n', [[7, 1234.5], [5, -99]], AB_Y),
    "euros": ("a;preis;y\n7;12,50 €;0\n5;1.299,00 €;1\n9;5 EUR;1\n".encode(), [[7, 12.5], [5, 1299], [9, 5]], AB_Y),
    "percent": (b"a,share,y\n7,12.5%,0\n5,50 %,1\n", [[7, 12.5], [5, 50]], AB_Y),
    "percent to predict": (b"a,y\n1,12.5%\n2,50%\n3,7%\n", [[1], [2], [3]], (7, 50)),
    # texts
    "yes and no": (b"a,smoker,y\n7,yes,2\n5,no,3\n9,yes,4\n", [[7, 1], [5, 0], [9, 1]], (2, 4)),
    "true and false": (b"a,y\n1,TRUE\n2,FALSE\n3,TRUE\n", [[1], [2], [3]], ["FALSE", "TRUE"]),
    "spaces in classes": (b"a,y\n1,big cat\n2, big  cat \n3,ox\n", [[1], [2], [3]], ["big cat", "ox"]),
    "twenty classes": (
        "\n".join(["a,y", *(f"{row},c{row % 20}" for row in range(40))]).encode(),
        [[row] for row in range(40)],
        sorted(f"c{one}" for one in range(20)),
    ),
    "a class of one row": (b"a,y\n1,x\n2,x\n3,y\n", [[1], [2], [3]], ["x", "y"]),
    "a line break in a header": (b'"height\n(cm)",b,y\n1,2,0\n2,3,1\n', AB, AB_Y),
    # separators and line ends
    "a comma and a space": (b"a, b, y\n1, 2, 0\n2, 3, 1\n", AB, AB_Y),
    "spaces and decimal commas": (b"1,5 2,5 0\n2,5 3,5 1\n", [[1.5, 2.5], [2.5, 3.5]], AB_Y),
    "two columns, spaces and decimal commas": (b"1,5 2,7\n2,5 3,9\n", [[1.5], [2.5]], (2.7, 3.9)),
    "decimal commas and a tab at the end": (
        b"1,5\tcat\t\n2,5\tdog\t\n3,5\tcat\t\n",
        [[1.5], [2.5], [3.5]], ["cat", "dog"],
    ),
    "thousands by spaces between tabs": (
        b"2 546.5\tcat\n-1.5\tdog\n4 697\tox\n",
        [[2546.5], [-1.5], [4697]], ["cat", "dog", "ox"],
    ),
    "thousands by spaces in each row": (
        b"2 546\tcat\n1 500\tdog\n4 697\tcat\n",
        [[2546], [1500], [4697]], ["cat", "dog"],
    ),
    "a tab at the end of each row, and a header that lacks a name": (
        b"a\tb\ty\t\n0\t1\t2\t0\t\n1\t2\t3\t1\t\n",
        AB, AB_Y,
    ),
    "a comma at the end of each row, and a header that lacks a name": (b"a,b,y,\n0,1,2,0,\n1,2,3,1,\n", AB, AB_Y),
    "spaces at the end of each row": (b"a b y \r\n1 2 0  \r\n2 3 1\t\r\n", AB, AB_Y),
    "padded tabs": (b"a  \tb  \ty\n1  \t2  \t0\n2  \t3  \t1\n", AB, AB_Y),
    "carriage returns alone": (b"a,b,y\r1,2,0\r2,3,1\r", AB, AB_Y),
    "empty rows at the end": (b"a;b;y\n1;2;0\n2;3;1\n;;\n   \n\t\n", AB, AB_Y),
    # columns and rows that say nothing
    "a constant column": (b"a,b,y\n1,5,0\n2,5,1\n3,5,0\n", [[1, 5], [2, 5], [3, 5]], AB_Y),
    "rows twice": (b"a,b,y\n1,5,0\n1,5,0\n1,5,1\n", [[1, 5]] * 3, AB_Y),
    "an index at the end": (b"a,b,y,id\n1,2,0,1\n2,3,1,2\n", AB, AB_Y),
    "truth values in several spellings": (b"a,b,y\nTrue,2,0\nFALSE,3,1\ntrue,4,1\n", [[1, 2], [0, 3], [1, 4]], AB_Y),
    # lines around the table
    "a title above": (b"My data\n\na,b,y\n1,2,0\n2,3,1\n", AB, AB_Y),
    "Excel's title above": (b"My data;;\n;;\na;b;y\n1;2;0\n2;3;1\n", AB, AB_Y),
    "what an instrument says of itself": (
        b"Device,X7\nDate,2020\n\na,b,c,y\n1,2,3,0\n2,3,4,1\n",
        [[1, 2, 3], [2, 3, 4]], AB_Y,
    ),
    "comments of other languages": (b"// made by a program\n// it is, long, indeed\na,b,y\n1,2,0\n2,3,1\n", AB, AB_Y),
    "a line that begins with a semicolon": (b"; made by a program\na,b,y\n1,2,0\n2,3,1\n", AB, AB_Y),
    "a source below": (b"a,b,y\n1,2,0\n2,3,1\nSource: WHO\n", AB, AB_Y),
    "a drawn line and a source below": (b"a;b;y\n1;2;0\n2;3;1\n__________;;\n\xa9 Statistik;;\n", AB, AB_Y),
    "PostgreSQL": (b" a | b | y \n---+---+---\n 1 | 2 | 0\n 2 | 3 | 1\n(2 rows)\n", AB, AB_Y),
    "MySQL": (
        b"+---+---+\n| a | y |\n+---+---+\n| 1 | 0 |\n| 2 | 1 |\n+---+---+\n2 rows in set (0.00 sec)\n",
        [[1], [2]], AB_Y,
    ),
    "SQLite's box": (
        "┌───┬───┬───┐\n│ a │ b │ y │\n├───┼───┼───┤\n│ 1 │ 2 │ 0 │\n│ 2 │ 3 │ 1 │\n└───┴───┴───┘\n".encode(),
        AB, AB_Y,
    ),
    # headers
    "units below the names": (b"a,b,y\nm,kg,\n1,2,3\n2,3,4\n3,4,6\n", [[1, 2], [2, 3], [3, 4]], (3, 6)),
    "pandas' levels of names": (b",a,a,b\n,p,q,r\n0,1,2,0\n1,2,3,1\n", AB, AB_Y),
    "pandas' levels of names and the name of the index": (b"k,a,a,b\nj,p,q,r\ni,,,\n0,1,2,0\n1,2,3,1\n", AB, AB_Y),
    "years above": (b"1990,2000,2010\n1.5,2.5,3.5\n1.25,2.25,3.25\n", [[1.5, 2.5], [1.25, 2.25]], (3.25, 3.5)),
    "pandas' columns without names": (b"0,1,2\n1.5,2.5,3.5\n1.25,2.25,3.25\n", [[1.5, 2.5], [1.25, 2.25]], (3.25, 3.5)),
    "many columns that are counted": (
        b"\n".join(b",".join(b"%d" % (row * column) for column in range(25)) for row in (1, 2, 5)),
        [[row * column for column in range(24)] for row in (2, 5)],
        (48, 120),
    ),
    "wavelengths beside a label": (b"400.5,410,class\n1,2,p\n2,3,q\n1,2,q\n", [[1, 2], [2, 3], [1, 2]], ["p", "q"]),
    "columns counted from 1 beside a name": (b"1,2,3,kind\n1,2,5,p\n2,3,5,q\n", [[1, 2, 5], [2, 3, 5]], ["p", "q"]),
    "words alone without a header": (b"p,x,s\ne,x,t\np,y,s\ne,y,t\n", [[1, 0], [0, 0], [1, 1], [0, 1]], ["s", "t"]),
    "no years above, but a first row": (
        b"1990,1991,1992\n1993,1994,1995\n1996,1997,1999\n",
        [[1990, 1991], [1993, 1994], [1996, 1997]], (1992, 1999),
    ),
    "no numbers above, but a first row": (b"0,1,2\n3,4,5\n5,6,9\n", [[0, 1], [3, 4], [5, 6]], (2, 9)),
    # encodings
    "UTF-16, big end first, without its mark": ("a,b,y\n1,2,0\n2,3,1\n".encode("utf-16-be"), AB, AB_Y),
    "Chinese in UTF-16": ("高,重,类\n1,2,猫\n2,3,狗\n".encode("utf-16"), AB, ["狗", "猫"]),
    "Russian in UTF-8": ("рост;вес;класс\n1,5;2;кот\n2;3,5;пёс\n".encode(), [[1.5, 2], [2, 3.5]], ["кот", "пёс"]),
    "Arabic digits": ("a,b,y\n١,٢,0\n٢,٣,1\n".encode(), AB, AB_Y),
}  # fmt: skip

REFUSED = {
    "a header alone": (b"a,b,y\n", "the data has a header and no rows below it"),
    "one column": (b"y\n1\n2\n3\n", "the data has one column, and begins with 'y'"),
    "dates": (b"date,temp,y\n2020-01-01,3.5,4\n2020-01-02,4.5,5\n", "row 2, column 1 (“date”) is “2020-01-01”"),
    "times": (b"time,temp,y\n12:30,3.5,4\n12:45,4.5,5\n", "row 2, column 1 (“time”) is “12:30”; expected a number"),
    "a sum below": (b"a,b,y\n1,2,3\n2,3,4\nTotal,5,7\n", "row 4, column 1 (“a”) is “Total”; expected a number"),
    "Excel's errors at the beginning": (
        b"a,b,y\n#DIV/0!,2,0\n1,4,1\n#N/A,3,1\n3,3,0\n",
        "2 of 4 rows lack a value (“#DIV/0!”, “#N/A”)",
    ),
    "a first row with an error": (b"#REF!,2,0\n1,4,1\n2,3,0\n", "1 of 3 rows lacks a value (“#REF!”)"),
    "C's marks for no number": (b"a,b,y\n-nan,2,0\n1,-1.#IND,1\n2,nan(ind),1\n3,4,0\n", "3 of 4 rows lack a value"),
    "a row that was cut at the end": (b"a,b,y\n1,2,0\n2,3,1\n3\n", "row 4 has 1 cell; expected 3, as in row 1"),
    "a row that was cut at the beginning": (b"3\n1,2,0\n2,3,1\n", "row 1 has 1 cell; expected 3, as in row 2"),
    "a text in the only column of numbers": (
        b"a,y\noops,x\n1,y\n2,x\n",
        "row 2, column 1 (“a”) is “oops”; expected a number",
    ),
    "numbers whose squares vanish": (
        b"a,b,y\n1e-300,2,0\n3e-300,4,1\n",
        "column 1 (“a”) has numbers up to 3e-300; expected",
    ),
    "German on an old Mac": ("Größe,b,y\n1,2,weiß\n2,3,grün\n".encode("mac-roman"), "make no words in windows-1252"),
    "German in DOS": ("Größe,b,y\n1,2,weiß\n2,3,schön\n".encode("cp850"), "make no words in windows-1252"),
    "NumPy's print": (b"[[1. 2. 0.]\n [3. 4. 1.]]\n", "this is a piece of a program"),
    "NumPy's repr": (b"array([[1, 2, 0],\n       [3, 4, 1]])\n", "this is a piece of a program"),
    "a matrix of MATLAB's": (b"A = [1 2 0\n3 4 1];\n", "this is a piece of a program"),
    "SQL": (b"INSERT INTO t VALUES (1,2,'x'),(3,4,'y');\n", "this is a piece of a program"),
    "nested lists": (b"[[1, 2, 0], [3, 4, 1]]\n", "this is JSON"),
    "LIBSVM": (b"+1 1:0.7 2:1 3:-0.3\n-1 1:0.5 3:0.3\n", "this is LIBSVM’s format"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n", "a pointer of Git LFS"),
    "a piece of a web page": (b"<p class='a'>Not found, sorry</p>", "a web page or XML"),
    "sound": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a recording of sound"),
    "a film": (b"\x00\x00\x00\x18ftypmp42\x00\x00", "a film"),
    "an old pickle": (b"(dp0\nVa\np1\nI1\ns.", "a file of data in binary form"),
    "MATLAB's file": (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "a file of data in binary form"),
    "ORC": (b"ORC\x08\x03" + bytes(60), "a file of data in binary form"),
    "a network of PyTorch's": (b"PK\x03\x04" + bytes(26) + b"archive/data.pkl", "a file of a trained network"),
    "any bytes": (bytes(7 * step * step % 251 for step in range(1, 3000)), "this is no text"),
    "infinity": (b"a,b,y\n1,2,0\nInfinity,3,1\n5,3,1\n4,4,0\n", "row 3, column 1 (“a”) is “Infinity”; expected"),
    "two decimal marks": (b'x,y\n1,2.5\n2,"3,5"\n', "“3,5”; expected a number with a decimal point"),
    "units in cells": (b"a,b,y\n12 cm,3,0\n13 cm,4,1\n", "row 2, column 1 (“a”) is “12 cm”; expected a number"),
    "a target of one class": (b"a,b,y\n1,5,x\n2,5,x\n", "column 3 (“y”) has 1 class, “x”"),
    "a zero byte": (b"a,b,y\n1,2,0\n2,\x003,1\n", "row 3 has a zero byte"),
    "UTF-32": ("a,b,y\n1,2,0\n".encode("utf-32"), "this is text in UTF-32"),
    "UTF-32 without its mark": ("a,b,y\n1,2,0\n".encode("utf-32-be"), "this is text in UTF-32"),
    "Chinese in GBK": ("身高,体重,类别\n1,2,猫\n".encode("gbk"), "its letters make no words in windows-1252"),
    "Russian in windows-1251": ("рост,вес,класс\n1,2,кот\n".encode("cp1251"), "make no words in windows-1252"),
    "Greek in windows-1253": ("ύψος,βάρος,τάξη\n1,2,γάτα\n".encode("cp1253"), "choose the encoding"),
}  # fmt: skip


def read(data, **reading):
    answer = session.read_data({"reading": reading}, data)
    return answer, answer.get("data")


@pytest.mark.parametrize("name", READ)
def test_what_is_read(name):
    data, inputs, expected = READ[name]
    answer, page = read(data)
    assert answer.get("problem") is None
    assert page["X"].reshape(-1, len(page["inputs"])).tolist() == inputs
    assert (page["classes"] or tuple(page["target_ranges"][0])) == expected


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    data, words = REFUSED[name]
    answer, page = read(data)
    assert page is None
    assert words in answer["problem"]


@pytest.mark.parametrize(
    ("encoding", "codec", "names"),
    [
        ("gb18030", "gbk", ["狗", "猫"]),
        ("big5", "big5", ["狗", "貓"]),
        ("shift-jis", "cp932", ["犬", "猫"]),
        ("euc-kr", "cp949", ["개", "고양이"]),
        ("windows-1251", "cp1251", ["кот", "пёс"]),
        ("windows-1253", "cp1253", ["γάτα", "σκύλος"]),
        ("windows-1254", "cp1254", ["ağ", "iş"]),
        ("mac-roman", "mac_roman", ["grün", "weiß"]),
        ("dos", "cp850", ["grün", "weiß"]),
    ],
)
def test_an_encoding_is_chosen_by_hand(encoding, codec, names):
    text = "".join(f"{row},{name}\n" for row, name in enumerate(names * 2))
    answer, page = read(text.encode(codec), encoding=encoding)
    assert (answer["encoding"], page["classes"]) == (encoding, sorted(names))


def test_what_is_said_of_it():
    notes = read(b"a,sex,y\n7,male,Yes\n5,female,yes\n9,male,no\n")[1]["notes"]
    assert "In column 2 (“sex”) “female” is 0, and “male” is 1." in notes
    assert "“Yes” and “yes” are two classes." in notes
    assert "decimal points (“$1,234.50” is 1234.5)" in read(READ["dollars"][0])[1]["notes"][0]
    assert read(b"a,a,b,y\n7,1,2,0\n5,2,3,1\n")[1]["inputs"] == ["a", "a.2", "b"]


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"My data\na,b,y\n1,2,0\n2,3,1\n", "Left out: row 1 (“My data”), which is no row of the table."),
        (b"a,b,y\n1,2,0\n# 5,5,1\n2,3,1\n", "Left out: row 3 (“# 5,5,1”), which is no row of the table."),
        (
            b"My data\na,b,y\n1,2,0\n2,3,1\n\nMade by hand\n",
            "Left out: row 1 (“My data”) and 1 more line, which are no rows of the table.",
        ),
    ],
)
def test_what_is_no_row_is_left_out_and_said(data, note):
    answer, page = read(data)
    assert note in page["notes"]
    assert page["X"].tolist() == [1, 2, 2, 3]
    assert answer["found"]["whole"] is False


def test_each_line_of_a_header_is_a_part_of_the_names():
    _, page = read(b"size,size,y\ncm,kg,\n1,2,0\n2,3,1\n")
    assert (page["inputs"], page["outputs"]) == (["size cm", "size kg"], ["y"])
    assert "with a header of 2 lines" in page["notes"][0]


def test_targets_that_are_nearly_the_same_are_scaled():
    assert read(b"a,y\n1,0.5\n2,0.5625\n3,0.53125\n")[1]["target_ranges"] == [[0.5, 0.5625]]
    assert read(b"a,y\n1,0.5\n2,0.75\n3,0.625\n")[1]["target_ranges"] == [[0, 1]]
    assert read(b"a,y\n1,0.5\n2,0.5625\n", scale_targets=False)[1]["target_ranges"] == [[0, 1]]
