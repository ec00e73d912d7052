"""A browser is found by variable, by name, or in a usual place, in this order; else fetched, else reported."""

import pytest

from sitebuild import browser, checks
from sitebuild.browser import ENGINES, Engine, Program, installed, programs_of
from sitebuild.problem import Problem


@pytest.fixture(autouse=True)
def bare(tmp_path, monkeypatch):
    """A machine with no browser, and no way to fetch one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GLASSNET_ENGINES", raising=False)
    monkeypatch.delenv("GLASSNET_SOME", raising=False)


@pytest.fixture
def program(tmp_path):
    path = tmp_path / "some-browser"
    path.touch(mode=0o755)
    return str(path)


def some(names=(), places=()):
    return Program("GLASSNET_SOME", names, tuple(place.lstrip("/") for place in places))


def test_by_name(program):
    assert installed(some(names=("nothing", "some-browser"))) == program


def test_in_a_usual_place(program, tmp_path):
    assert installed(some(("nothing",), ("/nowhere", program))) == program
    assert installed(some(places=(f"{tmp_path}/some-*",))) == program


def test_none(program):
    assert installed(some(("nothing",), ("/nowhere", "/nowhere/*"))) == ""


def test_by_variable(program, monkeypatch):
    monkeypatch.setenv("GLASSNET_SOME", program)
    assert installed(some()) == program


def test_a_variable_that_names_nothing_is_told(monkeypatch):
    monkeypatch.setenv("GLASSNET_SOME", "/nowhere/browser")
    with pytest.raises(Problem, match="GLASSNET_SOME names /nowhere/browser"):
        installed(some())


def test_what_is_there_is_not_fetched(program):
    engine = Engine("Some", (some(("some-browser",)),), sources=(lambda engine: pytest.fail("fetched"),))
    assert programs_of(engine) == [program]


def test_sources_are_tried_in_turn_until_one_has_it(program, monkeypatch):
    asked = []

    def gives(engine):
        asked.append("the second")
        monkeypatch.setenv("GLASSNET_SOME", program)

    engine = Engine("Some", (some(),), sources=(lambda engine: asked.append("the first"), gives, pytest.fail))
    assert programs_of(engine) == [program]
    assert asked == ["the first", "the second"]


def test_all_programs_of_an_engine_are_needed_and_what_to_do_is_said(program):
    engine = Engine("Some", (some(("some-browser",)), some(("a-driver",))), packages=("some", "some-driver"))
    with pytest.raises(Problem, match="Some is not on this machine") as caught:
        programs_of(engine, fetch=False)
    assert "some and some-driver" in str(caught.value)
    assert "GLASSNET_SOME" in str(caught.value)


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_has_variables_of_its_own_and_a_source(name):
    engine = ENGINES[name]
    variables = [program.variable for other in ENGINES.values() for program in other.programs]
    assert len(set(variables)) == len(variables)
    assert all(program.variable.startswith("GLASSNET_") for program in engine.programs)
    assert engine.sources
    assert engine.packages


@pytest.fixture
def only_chromium(program, monkeypatch):
    """A machine with nothing but Chromium."""
    engines = {
        "chromium": Engine("Chromium", (some(("some-browser",)),)),
        "other": Engine("Other", (Program("GLASSNET_OTHER", ("other",)),)),
    }
    monkeypatch.setattr(checks, "ENGINES", engines)
    monkeypatch.setattr(checks, "CHROMIUM", engines["chromium"])


def test_an_engine_that_is_missing_is_not_run_and_no_failure(only_chromium):
    not_run = []
    assert checks.find_browsers(not_run) == 0
    assert len(not_run) == 1
    assert "the tests in Other. Other is not on this machine." in not_run[0]


def test_it_is_a_failure_where_all_are_required(only_chromium, monkeypatch):
    monkeypatch.setenv("GLASSNET_ENGINES", "all")
    assert checks.find_browsers([]) == 1


def test_without_chromium_the_check_fails(only_chromium, program, tmp_path):
    (tmp_path / "some-browser").unlink()
    not_run = []
    assert checks.find_browsers(not_run) == 1
    assert len(not_run) == 2


def test_another_word_in_the_variable_is_told(monkeypatch):
    monkeypatch.setenv("GLASSNET_ENGINES", "some")
    with pytest.raises(Problem, match="GLASSNET_ENGINES is “some”; expected “all”"):
        browser.all_required()
