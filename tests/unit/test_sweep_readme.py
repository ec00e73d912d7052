"""The README of the sweeps: its commands and its example run, with fewer seeds and epochs, and its numbers add up."""

import re
import shlex
from pathlib import Path

import pytest

import glassnet
from glassnet.__main__ import main
from glassnet.programs.choices import CHOICES
from glassnet.sweeps.native.rows import MEASURED, OTHER_NAMES, RESULTS
from glassnet.sweeps.native.spec import OTHERS, spec_of
from glassnet.sweeps.summary import wilson

README = (Path(glassnet.__file__).parent / "sweeps" / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
CELL = re.compile(r"([\d.]+) \(([\d.]+) to ([\d.]+)\)")  # a share of 1,000 runs in percent, and its interval


def blocks(language):
    return [text for kind, text in BLOCKS if kind == language]


def small(text):
    """The same with two seeds and few epochs."""
    assert '"0..999"' in text
    return text.replace('"0..999"', '"0..1"')


def test_the_commands_run_on_the_spec(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    [spec] = blocks("toml")
    assert spec_of_text(spec, tmp_path).runs == 9 * 1000
    (tmp_path / "spec.toml").write_text(small(spec) + "epochs = 20\n")
    commands = [line.partition("#")[0] for line in blocks("")[0].splitlines()]
    assert len(commands) == 5
    for command in commands:
        python, m, package, *arguments = shlex.split(command)
        assert (python, m, package) == ("python", "-m", "glassnet")
        if "--scheduler" not in arguments:  # there is none of that name; ``test_sweep_cluster.py`` has one
            assert main(arguments) == 0, command
    said = capsys.readouterr().out
    assert "18 of 18 runs are done" in said
    assert (tmp_path / "results" / "report.html").exists()


def spec_of_text(text, folder):
    (folder / "whole.toml").write_text(text)
    return spec_of(folder / "whole.toml")


def test_the_study_commands_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"`python -m glassnet (study[^`]*)`", README)
    assert len(commands) >= 2
    for command in commands:
        assert main([*shlex.split(command), "--seeds", "0..1", "--epochs", "3", "--dry-run"]) == 0
    assert "runs: 8 hidden x 5 rate x 2 seeds" in capsys.readouterr().out


def test_the_examples_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    first, streamed, *not_tried = blocks("python")
    names = {"__name__": "__main__"}
    exec(small(first).replace('"seeds"', '"epochs": 20, "seeds"'), names)
    assert "loss_mean" in capsys.readouterr().out
    exec(streamed, names)
    assert capsys.readouterr().out.split() == ["0", "of", "4"]
    for text in not_tried:
        compile(text, "README.md", "exec")


def test_what_the_tables_name_is_there():
    for name in re.findall(r"^\| `(\w+)`", README.partition("## A spec")[2].partition("## A task")[0], re.MULTILINE):
        assert name in OTHERS
    columns = README.partition("## Results")[2].partition("## What can go wrong")[0]
    named = {
        name for line in re.findall(r"^\| (.*?) \|", columns, re.MULTILINE) for name in re.findall("`(.*?)`", line)
    }
    assert named - {"rate", "seed", *OTHER_NAMES.values()} == {*RESULTS, *MEASURED}
    assert set(OTHER_NAMES) <= set(CHOICES)


@pytest.mark.parametrize("cell", sorted(set(CELL.findall(README))))
def test_each_interval_is_wilsons_of_its_share(cell):
    share, low, high = map(float, cell)
    expected = wilson(round(10 * share), 1000)
    assert [f"{100 * border:.1f}" for border in expected] == [f"{low:.1f}", f"{high:.1f}"]


def test_the_study_agrees_with_itself_and_with_the_pages_numbers():
    """The tutorial's own choices are a column of each table; the build counts the same runs for the page."""
    tables = re.findall(r"^\| hidden neurons \| (.*) \|\n.*\n((?:\| \d .*\n)+)", README, re.MULTILINE)
    own = {"0.1", "normal", "sigmoid", "mean_squared_error", "gradient_descent"}
    columns = []
    for head, body in tables:
        [place] = [place for place, name in enumerate(head.split(" | ")) if name in own]
        columns.append([line.strip("| ").split(" | ")[1 + place] for line in body.splitlines()])
    assert len(columns) == 4
    assert all(column == columns[0] for column in columns)
    assert [columns[0][hidden - 1].partition(" ")[0] for hidden in (2, 4)] == ["71.4", "99.5"]  # test_recording.py
