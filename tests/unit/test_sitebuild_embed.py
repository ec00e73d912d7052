"""The page for frames is the page itself, marked."""

import pytest

from sitebuild.embed import add_embed
from sitebuild.problem import Problem

PAGE = """<!doctype html>
<html lang="en" data-engine="recorded">
  <head>
    <link rel="stylesheet" href="page/first.css" />
    <link rel="stylesheet" href="page/dark.css" />
    <link rel="preload" href="page/runtime.json" as="fetch" crossorigin="anonymous" />
  </head>
</html>
"""


def test_it_has_a_mark_and_asks_for_no_python(tmp_path):
    (tmp_path / "index.html").write_text(PAGE)
    add_embed(tmp_path)
    lines = (tmp_path / "embed.html").read_text().splitlines()
    assert [line.strip() for line in lines if line not in PAGE.splitlines()] == [
        '<html lang="en" data-embedded data-engine="recorded">',
    ]
    assert not any("runtime.json" in line for line in lines)
    assert (tmp_path / "index.html").read_text() == PAGE


@pytest.mark.parametrize("without", ['<html lang="en"', '    <link rel="preload" href="page/runtime.json"'])
def test_a_page_without_the_place_is_told(tmp_path, without):
    (tmp_path / "index.html").write_text(PAGE.replace(without, ""))
    with pytest.raises(Problem, match="0 times"):
        add_embed(tmp_path)
