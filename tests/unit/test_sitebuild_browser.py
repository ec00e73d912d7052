"""A browser is found by its variable, by name, or in a usual place, in that order."""

import pytest

from sitebuild import browser
from sitebuild.problem import Problem


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.delenv("GLASSNET_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "chromium-browser"
    path.touch(mode=0o755)
    return str(path)


def test_by_name(program):
    assert browser.installed(places=()) == program


def test_in_a_usual_place(program):
    assert browser.installed(names=("nothing",), places=("/nowhere", program)) == program


def test_none(program):
    assert browser.installed(names=("nothing",), places=("/nowhere",)) == ""


def test_by_variable(program, monkeypatch):
    monkeypatch.setenv("GLASSNET_CHROMIUM", program)
    assert browser.installed(names=(), places=()) == program


def test_a_variable_that_names_nothing_is_told(program, monkeypatch):
    monkeypatch.setenv("GLASSNET_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Problem, match="GLASSNET_CHROMIUM names /nowhere/chromium"):
        browser.installed()
