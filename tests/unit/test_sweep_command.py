"""Sweeps from a terminal: the plan, the run, its status and its report."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from javascript import ask
from test_sweep import files

import glassnet
from glassnet import session
from glassnet.__main__ import main
from glassnet.programs.choices import checked
from glassnet.sweeps.native import study
from glassnet.sweeps.native.cells import cells_of
from glassnet.sweeps.native.spec import spec_of
from glassnet.sweeps.native.training import Exercise, Watching, singly

SPEC = """
dataset = "custom"
targets = [[1, 0, 0, 1]]
hidden = [[2], [3, 2]]
rate = [0.5, 2]
optimizer = ["gradient_descent", "adam"]
seeds = "3..8"
epochs = 80
curve = 20
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """A sweep that was run from its file, and its folder."""
    folder = tmp_path_factory.mktemp("command")
    (folder / "spec.toml").write_text(SPEC)
    assert main(["sweep", str(folder / "spec.toml"), "--out", str(folder / "out")]) == 0
    return folder


def test_a_dry_run_says_what_it_will_be_and_runs_nothing(done, capsys, tmp_path):
    assert main(["sweep", str(done / "spec.toml"), "--out", str(tmp_path / "out"), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "48 runs: 2 hidden x 2 optimizer x 2 rate x 6 seeds" in said
    assert re.search(r"^\d+ tasks, each of about .* s$", said, re.MULTILINE)
    assert "runs of one shape are trained together" in said
    assert not (tmp_path / "out").exists()


def test_the_status_says_what_is_left(done, capsys):
    assert main(["sweep", "status", str(done / "out")]) == 0
    assert "48 of 48 runs are done, 0 are left" in capsys.readouterr().out
    lost = files(done / "out")[0]
    content = lost.read_bytes()
    lost.write_bytes(b"")
    try:
        assert main(["status", str(done / "out")]) == 0
        assert "have damaged files" in capsys.readouterr().out
    finally:
        lost.write_bytes(content)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "bad.toml"], r"bad.toml, line 2: rate is -1"),
        (["sweep", "good.toml", "--task-seconds", "0"], "--task-seconds is 0"),
        (["status", "nowhere"], "nowhere has no sweep"),
        (["report", "nowhere"], "nowhere has no sweep"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.toml").write_text("\nrate = -1\n")
    (tmp_path / "good.toml").write_text("")
    assert main(arguments) == 2
    assert re.search(said, capsys.readouterr().err)


class Links(HTMLParser):
    """The links of a page, and its pictures' titles."""

    def __init__(self, text):
        super().__init__()
        self.links, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attributes)["href"])


def test_each_cell_of_the_report_opens_that_exercise(done, capsys, tmp_path):
    to = tmp_path / "report.html"
    assert main(["report", str(done / "out"), "--to", str(to), "--page", "https://a.example/"]) == 0
    read = Links(to.read_text())
    assert len(read.links) == 2 * 8  # in the map and in the table
    assert read.tags.count("svg") == 2 * 8
    assert not {"script", "link", "img"} & set(read.tags)
    addresses = sorted({link.partition("#")[2] for link in read.links})
    description = session.describe()
    code = "given.addresses.map((one) => module.readAddress('#' + one, given.description))"
    found = ask(tmp_path, code, "share/address.js", addresses=addresses, description=description)
    opened = [(checked(one["choices"]), one["notes"]) for one in found]
    assert all(not notes for _, notes in opened)
    expected = [cell | {"rate": rate, "seed": 3} for cell in spec_of(done / "spec.toml").cells() for rate in (0.5, 2.0)]
    assert sorted(map(repr, expected)) == sorted(repr(chosen) for chosen, _ in opened)
    assert unquote(addresses[0]) == addresses[0]


def test_cells_count_what_their_runs_came_to(done):
    results = glassnet.results(done / "out")
    rows = results.table().to_pylist()
    for cell in cells_of(results):
        own = [row for row in rows if all(row[name] == value for name, value in cell.choices.items())]
        assert (cell.runs, sum(cell.counts.values())) == (6, 6)
        assert cell.counts == {word: sum(row["outcome"] == word for row in own) for word in cell.counts}
    spec = spec_of(done / "spec.toml")
    last = list(spec.cells())[-1]
    alone = singly(Exercise(last, watching=Watching(curve=20)), rows[-1]["seed"], rows[-1]["rate"])
    assert rows[-1]["curve"] == alone["curve"]
    assert len(alone["curve"]) == 20


def test_the_study_goes_through_its_parts(tmp_path, capsys):
    assert len(study.specs()) == len(study.SECOND) + 6
    assert sum(spec.runs for name, spec in study.specs().items() if name.startswith("hidden")) == 8 * 24 * 1000
    some = ["hidden-loss", "1986-addition"]
    assert main(["study", *some, "--out", str(tmp_path), "--seeds", "0..1", "--epochs", "20"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(some)
    assert "hidden-loss" in capsys.readouterr().out
    table = glassnet.results(tmp_path / "hidden-loss").table()
    assert table["loss_function"].to_pylist() == 8 * ([*["mean_squared_error"] * 2, *["binary_cross_entropy"] * 2])
    assert all(loss > 0 for loss in table["loss"].to_pylist())
    cells = list(cells_of(glassnet.results(tmp_path / "hidden-loss")))
    assert [cell.choices["loss"] for cell in cells[:2]] == ["mean_squared_error", "binary_cross_entropy"]
    assert (tmp_path / "hidden-loss" / "report.html").exists()


def test_the_study_can_be_planned(tmp_path, capsys):
    arguments = ["study", "1986-xor", "hidden-rate", "--out", str(tmp_path / "out"), "--seeds", "0..9", "--epochs", "5"]
    assert main([*arguments, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.index("hidden-rate") < said.index("400 runs: 8 hidden x 5 rate x 10 seeds") < said.index("1986-xor")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hidden-colour"], "part is 'hidden-colour'"),
        (["--seeds", "9..1"], "seeds is '9..1'"),
        (["--epochs", "0"], "epochs is 0"),
    ],
)
def test_what_is_wrong_with_a_study_is_said(tmp_path, capsys, arguments, said):
    assert main(["study", *arguments, "--out", str(tmp_path / "out")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
