"""Truth tables as text: rows in any order or targets in counting order, and texts that are no whole table."""

import random
from itertools import product

import pytest

from glassnet.data.listed_tables import targets_in
from glassnet.data.truth_tables import TRUTH_TABLES
from glassnet.run import Run

XOR = [0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00: 0; 01: 1; 10: 1; 11: 0", (XOR, 1)),
        ("11:0, 10:1, 01:1, 00:0", (XOR, 1)),
        ("\n  0 0:  0\n  0 1:  1\r\n  1 0:  1\n  1 1:  0\n", (XOR, 1)),
        ("0; 1; 1; 0", (XOR, 1)),
        ("0,1,1,0", (XOR, 1)),
        ("0 1 1 0", (XOR, 1)),
        ("0110", (XOR, 1)),
        ("0: 0 1; 1: 1 0", (XOR, 2)),
        ("0: 01; 1: 10", (XOR, 2)),
        ("01; 10", (XOR, 2)),
        ("01 10", (XOR, 2)),
        ("0: 0.25; 1: 1e-1", ([0.25, 0.1], 1)),
        ("0.5 1; 0 .25", ([0.5, 1.0, 0.0, 0.25], 2)),
    ],
)
def test_a_table_as_people_write_it(text, expected):
    assert targets_in(text, "targets") == expected


@pytest.mark.parametrize("name", sorted(TRUTH_TABLES))
def test_every_row_of_a_named_table_listed_in_any_order_is_that_table(name):
    table = TRUTH_TABLES[name]
    outputs = len(table.outputs)
    rows = [
        f"{' '.join(bits)}: {' '.join(map(str, table.targets[place * outputs : (place + 1) * outputs]))}"
        for place, bits in enumerate(product("01", repeat=len(table.inputs)))
    ]
    random.Random(name).shuffle(rows)
    assert targets_in("\n".join(rows), "targets") == (list(map(float, table.targets)), outputs)
    alone, named = Run({"targets": "; ".join(rows)}), Run({"dataset": name})
    assert alone.X.tolist() == named.X.tolist()
    assert alone.y.tolist() == named.y.tolist()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "targets is an empty text; expected a row for each combination of inputs, such as 01: 1"),
        (" ;\n, ", "targets is an empty text"),
        ("00: 0; 01: 1; 11: 0", "targets lists 3 of 4 rows; expected 10, too"),
        ("000: 0", "targets lists 1 of 8 rows; expected 001, 010, 011, 100, ..., too"),
        (
            "00: 0; 01: 1; 0 1: 1; 11: 0",
            "row 3 of targets lists 01 once more; expected each combination of inputs once",
        ),
        ("00: 0; 011: 1", "row 2 of targets has 3 inputs; expected 2, as in row 1"),
        ("0000000: 1", "row 1 of targets has 7 inputs; expected at most 6"),
        (
            "00: 0; 02: 1",
            "row 2 of targets is '02: 1'; expected inputs of 0 and 1, a colon, and targets, such as 01: 1",
        ),
        ("00: 0; 01", "row 2 of targets is '01'; expected inputs of 0 and 1, a colon"),
        (": 1", "row 1 of targets is ': 1'; expected inputs"),
        ("0: 1: 0", "row 1 of targets has the target '1:'; expected a number from 0 to 1"),
        ("0: 0; 1: 1.5", "row 2 of targets has the target '1.5'; expected a number from 0 to 1"),
        ("0: yes; 1: no", "row 1 of targets has the target 'yes'; expected a number from 0 to 1"),
        ("0: nan; 1: 0", "row 1 of targets has the target 'nan'; expected a number from 0 to 1"),
        ("0: 0; 1:", "row 2 of targets has 0 targets; expected 1 to 4"),
        ("0: 00000; 1: 11111", "row 1 of targets has 5 targets; expected 1 to 4"),
        ("0: 01; 1: 1", "targets has 2 targets in one row, 1 in another; expected as many in each"),
        ("0 1; 1", "targets has 2 targets in one row, 1 in another"),
    ],
)
def test_what_is_no_whole_table(text, message):
    with pytest.raises(ValueError) as refused:
        targets_in(text, "targets")
    assert str(refused.value).startswith(message)
