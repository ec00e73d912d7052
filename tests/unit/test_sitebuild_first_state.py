"""The build's drawing in the page: the same each time, allowed by the page's policy, with errors reported."""

import json
import re
import shutil

import pytest

from sitebuild.assemble import lay_plain
from sitebuild.first_state import DRAWN, draw, filled
from sitebuild.problem import Problem


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The page as it is before anything is drawn into it."""
    folder = tmp_path_factory.mktemp("built")
    lay_plain(folder)
    return folder


@pytest.fixture(scope="module")
def drawn(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("drawn")
    draw(built, folder)
    return json.loads((folder / DRAWN).read_text())


@pytest.fixture
def site(built, tmp_path):
    """A copy of the site to break."""
    return shutil.copytree(built, tmp_path / "site", ignore=shutil.ignore_patterns("runtime"))


def test_it_is_drawn_the_same_each_time(built, drawn, tmp_path):
    draw(built, tmp_path)
    assert json.loads((tmp_path / DRAWN).read_text()) == drawn


def test_only_the_finished_drawing_is_kept(built, tmp_path):
    draw(built, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [DRAWN]


def test_the_recorded_run_is_in_it(drawn):
    predictions = re.findall(r'"prediction for [01] [01]"[^>]*>([^<]+)<', drawn["truth-table"])
    assert predictions == ["0.053", "0.496", "0.951", "0.503"]
    assert re.findall(r'id="target-\d"[^>]* value="(\d)"', drawn["truth-table"]) == ["0", "1", "1", "0"]
    assert '<option value="xor" selected' in drawn["truth-table"]
    [points] = re.findall(r'<polyline points="([^"]+)"', drawn["loss"])
    assert len(points.split()) > 500
    assert drawn["network"].count("<line ") == 6


def test_colours_are_there_for_light_and_for_dark(drawn):
    assert len(re.findall(r'stroke="light-dark\(rgb\([\d ]+\), rgb\([\d ]+\)\)"', drawn["network"])) > 6
    images = re.findall(r'<image data-only="(\w+)"[^>]* href="data:image/bmp;base64,([^"]+)"', drawn["boundary"])
    assert [name for name, _ in images] == ["light", "dark"]
    assert images[0][1] != images[1][1]


def test_nothing_is_in_it_that_the_policy_refuses_or_only_lit_needs(drawn):
    for name, html in drawn.items():
        assert not re.search(r"<!--|<script|<style|\sstyle=|\son\w+=", html), name


def test_a_view_that_needs_a_browser_is_named(site, tmp_path):
    view = site / "js" / "views" / "opening.js"
    view.write_text(
        view.read_text()
        .replace("draw(() => {", "element.animate([]);\n  draw(() => {")
        .replace("{ state,", "{ element, state,")
    )
    with pytest.raises(Problem, match=r"view of “facts” cannot be drawn without a browser: element\.animate is not"):
        draw(site, tmp_path / "made")


def test_what_differs_between_readers_in_more_than_drawings_is_told(site, tmp_path):
    view = site / "js" / "views" / "opening.js"
    text = view.read_text()
    view.write_text(text.replace("Four", '${window.matchMedia("(prefers-color-scheme: dark)").matches} Four', 1))
    with pytest.raises(
        Problem, match=r"more than other colours and drawings: “false Four.*” here, “true Four.*” there"
    ):
        draw(site, tmp_path / "made")


def test_an_element_is_filled_once():
    page = '<section id="loss" class="figure"></section><section id="other"></section>'
    assert filled(page, "other", "<p>drawn</p>") == (
        '<section id="loss" class="figure"></section><section id="other" data-drawn><p>drawn</p></section>'
    )


@pytest.mark.parametrize("page", ["", '<p id="loss">something</p>', '<p id="loss"></p><p id="loss"></p>'])
def test_a_page_without_the_one_empty_element_is_told(page):
    with pytest.raises(Problem, match="empty elements with the id “loss”; expected one"):
        filled(page, "loss", "<p>drawn</p>")
