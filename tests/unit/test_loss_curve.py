"""The losses that the page keeps for its chart: every epoch of a short run, one in 2, 4, 8 ... of a long one."""

import pytest
from javascript import ask

MOST = 16_384

# The loss of each epoch is its number; `given.ends` are the epochs at which frames end, from `given.first` on.
DRAWN = """(() => {
  let curve = module.emptyCurve();
  let first = given.first;
  for (const epoch of given.ends) {
    const losses = Float64Array.from({ length: epoch - first }, (_, n) => first + n);
    curve = module.extended(curve, { epoch, losses });
    first = epoch;
  }
  return curve;
})()"""


@pytest.mark.parametrize(
    ("first", "ends"),
    [
        (0, [1, 2, 5]),
        (0, [MOST]),
        (0, [MOST + 1]),
        (0, [9, 100_003]),
        (0, [7, 1000, 16_390, 40_000, 40_001, 65_537]),
        (12_345, [12_346, 60_000, 60_000, 1_000_001]),
    ],
)
def test_it_has_even_epochs_and_not_too_many(tmp_path, first, ends):
    curve = ask(tmp_path, DRAWN, "curve.js", first=first, ends=ends)
    every = 1
    while len(expected := [epoch for epoch in range(first, ends[-1]) if epoch % every == 0]) > MOST:
        every *= 2
    assert curve["every"] == every
    assert curve["epochs"] == curve["losses"] == expected
