"""Rows that lack a value, and columns of texts: refused in words, and left out where that is chosen."""

import numpy as np
import pytest

from glassnet import session
from glassnet.data.own_data import own_data

TITANIC = """PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Parch,Ticket,Fare,Cabin,Embarked
1,0,3,"Braund, Mr. Owen Harris",male,22,1,0,A/5 21171,7.25,,S
2,1,1,"Cumings, Mrs. John Bradley",female,38,1,0,PC 17599,71.28,C85,C
3,1,3,"Heikkinen, Miss. Laina",female,26,0,0,STON/O2. 3101282,7.92,,S
4,1,1,"Futrelle, Mrs. Jacques Heath",female,35,1,0,113803,53.1,C123,S
6,0,3,"Moran, Mr. James",male,,0,0,330877,8.46,,Q
"""
PENGUINS = """species,island,bill_length_mm,bill_depth_mm,sex
Adelie,Torgersen,39.1,18.7,male
Adelie,Torgersen,39.5,17.4,female
Adelie,Torgersen,NA,NA,NA
Adelie,Torgersen,40.3,18,NA
Gentoo,Biscoe,50,15.2,male
"""
CARS = """18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"
15.0   8   350.0      165.0      3693.      11.5   70  1\t"buick skylark 320"
25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"
"""


def read(text, **reading):
    return session.read_data({"text": text, "reading": reading})


@pytest.mark.parametrize(
    ("text", "reading", "words", "ways"),
    [
        (
            TITANIC,
            {"targets": [1]},
            "row 2, column 4 (“Name”) is “Braund, Mr. Owen Harris”; expected a number. "
            "There are texts in 4 columns: Name, Ticket, Cabin, Embarked",
            {"Leave these 4 columns out": {"left_out": [3, 8, 10, 11]}},
        ),
        (
            TITANIC,
            {"targets": [1], "left_out": [0, 3, 4, 8, 10, 11]},
            "1 of 5 rows lacks a value: column 6 (“Age”) in row 6",
            {
                "Leave this row out": {"drop_missing": True},
                "Leave column 6 (“Age”) out": {"left_out": [0, 3, 4, 5, 8, 10, 11]},
            },
        ),
        (
            PENGUINS,
            {"left_out": [0, 1]},
            "2 of 5 rows lack a value (“NA”): column 5 (“sex”) in rows 4, 5; column 3 (“bill_length_mm”) in row 4; "
            "column 4 (“bill_depth_mm”) in row 4",
            {"Leave these 2 rows out": {"drop_missing": True}},
        ),
        (
            CARS,
            {"targets": [0], "left_out": [8]},
            "1 of 3 rows lacks a value (“?”): column 4 in row 3",
            {"Leave this row out": {"drop_missing": True}, "Leave column 4 out": {"left_out": [3, 8]}},
        ),
        (
            "a,b,y\n1,,0.5\n,3,0.7\n",
            {},
            "2 of 2 rows lack a value: column 1 (“a”) in row 3; column 2 (“b”) in row 2",
            {},
        ),
    ],
)
def test_what_is_said_and_offered(text, reading, words, ways):
    answer = read(text, **reading)
    assert answer["problem"] == words
    assert {way["label"]: way["reading"] for way in answer["ways"]} == ways
    for way in answer["ways"]:
        after = read(text, **{**reading, **way["reading"]})
        assert after.get("problem") != words, way


def test_the_rows_that_stay_are_learned_from_and_written():
    own = {"text": PENGUINS, "reading": {"targets": [0], "left_out": [1, 4], "drop_missing": True}}
    data = own_data(own)
    assert data.X.tolist() == [[39.1, 18.7], [39.5, 17.4], [40.3, 18], [50, 15.2]]
    assert data.y[:, 0].tolist() == [0, 0, 0, 1]
    assert "Left out: 1 of 5 rows, which lacks a value." in data.notes
    assert data.notes[0].startswith("4 rows, 2 inputs, 2 classes")
    session.start({"dataset": "own"}, own=own)
    assert "[40.3, 18], [50, 15.2]]" in session.program()["text"]
    assert session.read_data(own)["found"]["drop_missing"] is True
    assert session.read_data(own)["found"]["whole"] is False, "points drawn into it would lose the rest of the text"
    assert read("a,b,y\n1,2,x\n2,1,y\n")["found"]["whole"] is True


MARKS = [
    "",
    " ",
    "NA",
    "N/A",
    "n.a.",
    "NaN",
    "nan",
    "<NA>",
    "NaT",
    "null",
    "NULL",
    "None",
    "?",
    "-",
    "--",
    "–",
    "\\N",
    "#N/A",
]
MARKS += ["#NV", "#DIV/0!", "#WERT!", "."]


@pytest.mark.parametrize("mark", MARKS)
def test_what_stands_for_no_value(mark):
    text = f"a,b,y\n1,2,0.5\n2,{mark},0.7\n3,1,0.25\n"
    assert read(text)["problem"].startswith("1 of 3 rows lacks a value")
    assert own_data({"text": text, "reading": {"drop_missing": True}}).X.tolist() == [[1, 2], [3, 1]]


def test_a_class_may_be_called_none_or_na():
    text = "a,y\n1,none\n2,-\n3,x\n"
    assert own_data(text).classes == ("-", "none", "x")
    text = "a,y\n1,EU\n2,NA\n3,EU\n"
    assert read(text)["problem"] == "1 of 3 rows lacks a value (“NA”): column 2 (“y”) in row 3"
    assert own_data({"text": text, "reading": {"classes": True}}).classes == ("EU", "NA")
    both = {"classes": True, "drop_missing": True}
    assert "1 class, “EU”" in read(text, **both)["problem"]


def test_columns_of_one_value_are_left_as_they_are():
    text = "a,b,y\n" + "".join(f"0.1,{row},{row % 2}\n" for row in range(10))
    data = own_data(text)
    assert data.mean is not None
    assert np.abs(data.training[0][:, 0]).max() < 1e-15
    assert np.abs(data.for_network(np.array([[0.2, 0]]))).max() < 2, "a new input is no huge number"
    session.start({"dataset": "own", "held_out": 0}, own=text)
    assert "deviation[X.max(axis=0) == X.min(axis=0)] = 1" in session.program()["text"]


def test_too_much_is_refused_at_once_and_some_of_it_is_said():
    many = session.read_data(None, b"1,2\n" * 300_000)
    assert (many["too_large"], many["problem"]) == (
        True,
        "the data has more than 100,000 rows; expected at most that many",
    )
    wide = session.read_data("\n".join([",".join(["7"] * 785)] * 60_000))
    assert wide["problem"] == "the data has 785 columns and more than 10,191 rows; expected at most 8 million cells"
    assert wide["too_large"]
    part = own_data({"text": "a,y\n1,x\n2,y\n", "reading": {"of_rows": 60_000}})
    assert "The file has 60,000 rows; 2 are taken, evenly spread." in part.notes


def test_mnist_as_everybody_has_it():
    """The label comes first, with a header or without; most columns are 0 in every row."""
    rows = [f"{row % 10}{',0' * 783},{row * row % 256}\n" for row in range(40)]
    named = read("label" + "".join(f",{at}x{at}" for at in range(784)) + "\n" + "".join(rows))
    assert "The target is “label”." in named["data"]["notes"]
    black = "".join(row.rpartition(",")[0] + ",0\n" for row in rows)
    refused = read(black)
    assert refused["problem"] == "column 785 is 0 in every row; expected at least two different targets"
    [way] = refused["ways"]
    assert way == {"label": "Take column 1 as the target", "reading": {"targets": [0]}}
    data = own_data({"text": black, "reading": way["reading"]})
    assert (data.classes, data.X.shape) == (tuple("0123456789"), (40, 784))
    assert np.isfinite(data.training[0]).all()
    session.start({"dataset": "own", "hidden": [4]}, own={"text": black, "reading": way["reading"]})
    assert np.isfinite(session.train(1e9, 3)["loss"])


def test_a_column_named_as_a_target_is_one():
    assert own_data("species,a,b\nx,1,2\ny,2,1\n").inputs == ("a", "b")
    assert own_data("label,class,b\n1,1,0.2\n2,2,0.1\n").outputs == ("b",), "two of them: the last column"
