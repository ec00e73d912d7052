"""An address, however malformed, opens the page: what cannot be read is left out, in few words."""

import json
import random
from typing import Any

import pytest
from javascript import ask

from glassnet import session
from glassnet.data.datasets import data_of
from glassnet.data.truth_tables import TRUTH_TABLES
from glassnet.programs.choices import checked

MALFORMED = [
    *(
        "%E0%AA",
        "#%",
        "%zz=%zz",
        "=",
        "==",
        "=x",
        "a==b",
        "seed==5",
        "&&&",
        "&=&",
        "seed",
        "seed=",
        "%00",
        "hidden=%00",
    ),
    *(
        "😀=😀",
        "seed=😀",
        "%ED%A0%80=1",
        "\ud800=1",
        "seed=5#x",
        "#" * 1000,
        "__proto__=1",
        "constructor=1",
        "toString",
    ),
    *("a" * 100_000, "seed=" + "9" * 100_000, "targets=" + "0," * 50_000, "a=1&" * 25_000, "hide=" + "x," * 3000),
    *("targets=%E0%AA&outputs=3", "outputs=1e9", "outputs=3", "targets=0,1&outputs=2", "held_rows=0,1,2,3", "lock=%E0"),
    *(
        "rate=Infinity",
        "rate=NaN",
        "epochs=1e308",
        "hidden=1e2",
        "hidden=0x8",
        "activation=a,b,c",
        "theme=%E0",
        "lang=\n",
    ),
    *("targets=" + "0," * 127 + "1", "targets=" + "0," * 255 + "1&outputs=4", "outputs=4&targets=" + "1," * 300),
    *("dataset=xor&targets=1,1,1,1", "dataset=constructor", "optimizer=__proto__", "loss=" + "%E0" * 200),
]
READ = """given.addresses.map((address) => {
  const { choices, presentation, notes } = module.readAddress(address, given.description);
  const again = module.readAddress(module.writeAddress(choices, given.description.defaults), given.description);
  return { choices, presentation, notes, again };
})"""


@pytest.fixture(scope="module")
def description() -> Any:
    return json.loads(json.dumps(session.describe()))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, description: Any) -> list[Any]:
    """What each malformed address is read as, and 500 more of random pieces."""
    draw = random.Random(7)
    pieces = ["%", "%E0%AA", "=", "&", "#", ",", "😀", "\0", "-1", "1e999", " ", "+", "0", "a" * 200]
    pieces += [*description["defaults"], *("hide", "lock", "xor", "own", "adam", "tanh")]
    others = ["".join(draw.choices(pieces, k=draw.randint(1, 30))) for _ in range(500)]
    addresses = [*MALFORMED, *others]
    return ask(tmp_path_factory.mktemp("js"), READ, "share/address.js", addresses=addresses, description=description)


def test_whatever_stands_in_it_all_choices_are_ones_that_python_takes(read: list[Any]) -> None:
    for one in read:
        checked(one["choices"])
        assert one["again"]["choices"] == one["choices"]
        assert one["again"]["notes"] == []


def test_every_truth_table_comes_back_from_its_address_as_python_has_it(tmp_path: Any, description: Any) -> None:
    choices: list[dict[str, Any]] = [{"dataset": name} for name in TRUTH_TABLES]
    draw = random.Random(3)
    for inputs in range(1, 7):
        for outputs in range(1, 5):
            targets = [draw.choice([0, 1, 0.25, 1 / 3]) for _ in range(outputs * 2**inputs)]
            choices.append({"dataset": "custom", "targets": targets, "outputs": outputs})
    defaults = description["defaults"]
    addresses = ask(
        tmp_path,
        "given.choices.map((one) => module.writeAddress(one, given.defaults))",
        "share/address.js",
        choices=[defaults | one for one in choices],
        defaults=defaults,
    )
    read = ask(tmp_path, READ, "share/address.js", addresses=addresses, description=description)
    for one, back in zip(choices, read, strict=True):
        assert back["notes"] == [], one
        assert back["choices"]["dataset"] == one["dataset"]
        ours, theirs = data_of(checked(one)), data_of(checked(back["choices"]))
        assert ours.X.tolist() == theirs.X.tolist()
        assert ours.y.tolist() == theirs.y.tolist()
        assert ours.y.ravel().tolist() == back["choices"]["targets"], "the page shows them without Python"


def test_what_was_left_out_is_said_in_few_words(read: list[Any]) -> None:
    for one in read:
        assert len(one["notes"]) <= 9
        assert max(map(len, one["notes"]), default=0) < 1200
    said = dict(zip(MALFORMED, read, strict=False))
    assert said["%E0%AA"]["notes"] == ["The address says “\ufffd=”, which this page does not know. It was left out."]
    assert said["seed==5"]["choices"]["seed"] == 42
    assert said["a=1&" * 25_000]["notes"][-1] == "24,995 more of the address were left out."
    assert said["#%"]["notes"] == ["The address says “%=”, which this page does not know. It was left out."]
    assert said["&&&"]["notes"] == []
    [note] = said["targets=" + "0," * 127 + "1"]["notes"]
    assert "128 targets; expected 64, for each row one for each output." in note
