"""The reader's own data: classes or numbers in the last column, scaling, ranges, remarks, and unusable data."""

import numpy as np
import pytest

from glassnet.data.own_data import own_data
from glassnet.random_numbers import RandomNumbers


def test_two_classes_are_one_output():
    data = own_data("a,b,kind\n0.1,0.2,cat\n0.3,0.4,dog\n0.5,0.5,cat\n")
    assert data.classes == ("cat", "dog")
    assert data.y.tolist() == [[0], [1], [0]]
    assert data.outputs == ("kind",)
    assert data.inputs == ("a", "b")
    assert data.counts() == [2, 1]


def test_more_classes_have_an_output_each():
    data = own_data("1,red\n0.5,blue\n0,green\n-1,red\n")
    assert data.classes == data.outputs == ("blue", "green", "red")
    assert data.y.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_spaces_around_the_name_of_a_class_do_not_count():
    assert own_data("1,red \n0.5, red\n0,  blue\n").classes == ("blue", "red")


def test_a_class_may_have_a_number_for_a_name():
    assert own_data("1,2b\n0.5,7\n0,2b\n").classes == ("2b", "7")


def test_zeros_and_ones_are_two_classes():
    data = own_data("0.1,0\n0.2,1\n0.3,1.0\n")
    assert data.classes == ("0", "1")
    assert data.y.tolist() == [[0], [1], [1]]


@pytest.mark.parametrize(
    ("targets", "y", "target_range"),
    [
        ([10, 20, 15], [0, 1, 0.5], (10, 20)),
        ([-1, 1, 0], [0, 1, 0.5], (-1, 1)),
        ([0, 0.5, 1], [0, 0.5, 1], (0, 1)),
        ([0.25, 0.5, 0.75], [0.25, 0.5, 0.75], (0, 1)),
    ],
)
def test_other_numbers_are_learned_within_0_and_1(targets, y, target_range):
    data = own_data("\n".join(f"0.5,{target}" for target in targets))
    assert data.classes == ()
    assert data.y[:, 0].tolist() == y
    assert data.target_ranges == (target_range,)
    scaled = [note for note in data.notes if "the target scaled" in note]
    assert bool(scaled) == (target_range != (0, 1))


def test_inputs_far_from_one_are_standardised_for_the_network_and_it_says_so():
    data = own_data("height,weight,y\n150,50,0\n190,90,1\n170,70,0\n")
    X, _ = data.training
    assert X.mean(axis=0) == pytest.approx([0, 0])
    assert X.std(axis=0) == pytest.approx([1, 1])
    assert data.X.tolist() == [[150, 50], [190, 90], [170, 70]]
    assert any("standardised" in note for note in data.notes)
    assert data.ranges[0] == pytest.approx((146, 194))


@pytest.mark.parametrize("rows", ["0.5,-0.5,0\n1,1,1\n", "0,0.9,0\n0,-0.9,1\n", "2,3,0\n-3,1,1\n"])
def test_inputs_near_one_stay_as_they_are(rows):
    data = own_data(rows)
    assert data.training[0] is data.X
    assert not any("standardised" in note for note in data.notes)


@pytest.mark.parametrize("rows", ["0.001,1,0\n0.002,1,1\n", "5,1,0\n5,2,1\n"])
def test_small_or_constant_inputs_are_standardised_to_finite_numbers(rows):
    assert np.isfinite(own_data(rows).training[0]).all()
    assert np.abs(own_data(rows).training[0]).max() <= 1


def test_points_within_one_have_the_whole_square():
    assert own_data("0.1,0.2,a\n-0.4,0.9,b\n").ranges == ((-1.2, 1.2), (-1.2, 1.2))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "a,b,c\n1,2,x\n3,1,y\n",
            "2 rows, 2 inputs, 2 classes; separated by commas, with a header, and with decimal points.",
        ),
        (
            "1,5;3,5\n2,5;1\n2;7\n",
            "3 rows, 1 input, a number to predict; separated by semicolons, with no header, and with decimal commas.",
        ),
        ("1\t0\n2\t1\n", "2 rows, 1 input, 2 classes; separated by tabs, with no header, and with decimal points."),
    ],
)
def test_what_was_found_is_said(text, words):
    assert own_data(text).notes[0] == words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,a\n3,x,b\n", "row 2, column 2 is “x”; expected a number"),
        ("p,q,r\n1,2,3\n4,5,6\n7,8,oops\n", "row 4, column 3 (“r”) is “oops”; expected a number"),
        ("1,2,a\n3,4,\n5,6,b", "1 of 3 rows lacks a value: column 3 in row 2"),
        ("1,2,a\n3,4,a\n", "column 3 has 1 class, “a”; expected 2 to 20 classes, or numbers"),
        (
            "\n".join(f"1,c{row}" for row in range(21)),
            "column 2 has 21 different texts; expected 2 to 20 classes",
        ),
        ("1,2\n3,2\n", "column 2 is 2 in every row; expected at least two different targets"),
        ("1,0\n3,0\n", "column 2 is 0 in every row"),
    ],
)
def test_what_cannot_be_learned(text, message):
    with pytest.raises(ValueError) as raised:
        own_data(text)
    assert message in str(raised.value)


def test_a_hundred_thousand_rows_are_read():
    numbers = RandomNumbers(0).randn(1000, 3).round(4).tolist()
    lines = [f"{a},{b},{c},{'yes' if a > b else 'no'}" for a, b, c in numbers] * 100
    data = own_data("a,b,c,answer\n" + "\n".join(lines))
    assert len(data.X) == 100_000
    assert len(data.for_page()["X"]) == 3 * 2000
    assert "100,000 rows" in data.notes[0]
