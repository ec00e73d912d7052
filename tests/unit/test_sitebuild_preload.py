"""The page's head names exactly the modules that the page imports."""

import pytest

from sitebuild.preload import add_preloads, modules
from sitebuild.problem import Problem

FILES = {
    "js/main.js": 'import { a } from "./a.js";\nimport "./views/b.js";\nconst later = () => import("./worker.js");\n',
    "js/a.js": '/** @typedef {import("./types.js").T} T */\nexport * from "../vendor/small.js";\n',
    "js/views/b.js": 'import {\n  one,\n  two,\n} from "../a.js";\nimport { html } from "../../vendor/small.js";\n',
    "vendor/small.js": 'import{x as y}from"./smaller.js";export{y};import*as m from"../js/main.js";',
    "vendor/smaller.js": "export const x = 1;\n",
    "js/worker.js": "",
    "js/types.js": "",
}
ALL = ["js/main.js", "js/a.js", "js/views/b.js", "vendor/small.js", "vendor/smaller.js"]
PAGE = '<head>\n    <link rel="modulepreload" href="js/main.js" />\n  </head>\n'


@pytest.fixture
def site(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


def test_follows_what_is_imported_at_once(site):
    assert modules(site) == ALL


def test_each_has_its_link_in_the_page(site):
    add_preloads(site)
    lines = [line.strip() for line in (site / "index.html").read_text().splitlines()]
    assert lines == ["<head>", *(f'<link rel="modulepreload" href="{name}" />' for name in ALL), "</head>"]


def test_a_page_without_the_link_is_told(site):
    (site / "index.html").write_text("<head></head>")
    with pytest.raises(Problem, match=r"index\.html has the line <link .* 0 times; expected once"):
        add_preloads(site)
