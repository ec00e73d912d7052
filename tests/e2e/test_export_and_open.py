"""Sharing and exporting: an exercise leaves the page as an address, file or program, and a file opens again."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from coding import DOUBLED, Function, originals, whose_code
from lab import Lab, assert_same, expect, fresh, native

FASTER = ("+ learning_rate", "+ 2 * learning_rate")
OWN = "x1,x2,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n"


@pytest.fixture
def clean(clean: Lab) -> Iterator[Lab]:
    """Nothing is asked afterwards, either."""
    yield clean
    for name in ("Close", "Do not open it"):
        for button in clean.page.locator("#share").get_by_role("button", name=name, exact=True).all():
            button.click()
    clean.page.evaluate("delete navigator.clipboard")


def said(lab: Lab) -> Any:
    """What the page says of sharing, exporting and opening."""
    return lab.page.get_by_role("status", name="Sharing", exact=True)


def panel(lab: Lab, name: str) -> Any:
    return lab.page.get_by_role("region", name=name, exact=True)


def downloaded(lab: Lab, button: str, path: Path) -> Path:
    """Press a button, and keep what it downloads."""
    with lab.page.expect_download() as download:
        lab.button(button).click()
    target = path / download.value.suggested_filename
    download.value.save_as(target)
    return target


def choose(lab: Lab, name: str, text: str) -> None:
    """Give a file to “Open”."""
    content = {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    lab.page.get_by_label("Open", exact=True).set_input_files(content)


def test_an_exercise_goes_out_and_comes_back_whole(clean: Lab, tmp_path: Path) -> None:
    clean.follow("#epochs=60&optimizer=momentum&rate=0.2")
    Function(clean, "compute_loss").change("    return", "    # mine\n    return").runs()
    before = clean.train()
    Function(clean, "momentum", originals(optimizer="momentum")["momentum"]).change(*FASTER)
    clean.button("Export").click()
    expect(panel(clean, "Export")).to_contain_text("your version of compute_loss, momentum")
    file = downloaded(clean, "Download as a file", tmp_path)
    assert file.name == "glassnet-xor.json"
    content = json.loads(file.read_text())
    assert content["glassnet"] == 2
    assert content["address"] == "#optimizer=momentum&rate=0.2&epochs=60"
    assert set(content["functions"]) == {"compute_loss", "momentum"}
    assert content["run"]["epoch"] == 60
    assert set(content["run"]["training_state"]) == {"W1", "b1", "W2", "b2", "numbers"}
    clean.button("Close").last.click()

    # Meanwhile there is other work on the page.
    for name in ("compute_loss", "momentum"):
        Function(clean, name).restore()
    clean.follow("#seed=5")
    mine = Function(clean, "sigmoid").write("# mine\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n").runs()
    choose(clean, file.name, file.read_text())
    asked = panel(clean, f"Open {file.name}")
    expect(asked).to_be_focused()
    expect(asked).to_contain_text("#optimizer=momentum&rate=0.2&epochs=60")
    expect(asked).to_contain_text("The weights as they were at epoch 60")
    expect(asked).to_contain_text("Your own version of sigmoid is laid aside")
    assert "2 * learning_rate" in asked.get_by_role("region", name="momentum in the file").inner_text()
    assert clean.state()["choices"]["seed"] == 5, "nothing is opened before it is asked for"
    clean.button("Open it").click()
    expect(clean.page.get_by_label("Open", exact=True)).to_be_focused()
    state = clean.until(lambda state: state["epoch"] == 60)
    assert state["choices"] == before["choices"]
    for part in ("parameters", "predictions", "loss"):
        assert state[part] == before[part], "to the bit"

    # None of its code runs by itself.
    expect(whose_code(clean)).to_be_empty()
    update = Function(clean, "momentum")
    expect(update.editor).to_be_visible()
    assert any("2 * learning_rate" in line for line in update.lines)
    expect(update.status).to_contain_text("From the file glassnet-xor.json. It does not run until you press")
    clean.button("Reset").click()
    clean.until(fresh)
    assert_same(clean.train(), native(60, rate=0.2, optimizer="momentum"))
    update.runs()
    clean.until(fresh)
    assert_same(clean.train(), native(60, rate=0.4, optimizer="momentum"))
    mine.button("Bring my version back").click()
    expect(mine.editor).to_be_focused()
    assert mine.lines[0] == "# mine"


def test_what_a_file_brought_is_still_marked_after_a_reload(clean: Lab) -> None:
    text = "import os\nos.abort()\ndef predict(network, X):\n    return 0\n"
    choose(clean, "class.json", json.dumps({"glassnet": 1, "functions": {"predict": text.split("\n")}}))
    clean.button("Open it").click()
    expect(clean.page.locator(".note")).to_contain_text("class.json brought a version of predict.")
    predict = Function(clean, "predict")
    expect(predict.status).to_contain_text("From the file class.json. It does not run")
    assert clean.until(fresh)["choices"]["dataset"] == "xor"
    clean.page.reload()
    clean.until_engine("ready")
    predict = Function(clean, "predict")
    expect(predict.status).to_contain_text("From the file class.json, opened on an earlier visit. It does not run")
    expect(clean.page.locator(".note")).to_contain_text("From a file: predict.")
    assert predict.listing.text_content() == predict.source, "what is shown is what runs"
    clean.button("Reset").click()
    assert_same(clean.until(fresh), native(0), tolerance=1e-15)


def test_own_data_travels_and_what_it_replaces_can_be_kept(newcomer: Lab, tmp_path: Path) -> None:
    newcomer.open("#dataset=own&epochs=40")
    newcomer.unfold("Your data as text")
    text = newcomer.page.get_by_role("textbox", name="Your data as text")
    text.fill(OWN)
    newcomer.button("Use this text").click()
    expect(newcomer.bar).to_contain_text("Your data")
    lab = newcomer
    other = OWN.replace("1,1,a", "1,1,b")
    choose(lab, "or.json", json.dumps({"glassnet": 1, "address": "#dataset=own&seed=3", "data": other.split("\n")}))
    asked = panel(lab, "Open or.json")
    expect(asked).to_contain_text("Own data: 5 lines")
    expect(asked).to_contain_text("Your own data, which this browser keeps, is replaced")
    mine = downloaded(lab, "Export what is here first", tmp_path)
    assert "\n".join(json.loads(mine.read_text())["data"]) == OWN
    lab.button("Open it").click()
    lab.until(lambda state: fresh(state) and state["choices"]["seed"] == 3)
    expect(text).to_have_value(other)
    choose(lab, "bad.json", json.dumps({"glassnet": 1, "address": "#dataset=own&seed=9", "data": ["x,y", "1"]}))
    lab.button("Open it").click()
    expect(lab.page.locator(".note")).to_contain_text("bad.json was not opened: ")
    assert lab.state()["choices"]["seed"] == 3, "nothing of it was opened"
    expect(text).to_have_value(other)
    choose(lab, mine.name, mine.read_text())
    lab.button("Open it").click()
    lab.until(lambda state: state["choices"]["seed"] == 42)
    expect(text).to_have_value(OWN)


# What is dropped on a picture: a text, or so many bytes.
DROP = """([name, content]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([typeof content === "number" ? new Uint8Array(content) : content], name));
  document.querySelector("#loss").dispatchEvent(
    new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
REFUSED = {
    "no JSON": ("{", "It is not JSON; expected a file that “Export” has made"),
    "another kind": ('{"cells": []}', "It is JSON of another kind; expected a file"),
    "a number": ("7", "It is JSON of another kind; expected a file"),
    "another version": ('{"glassnet": 3}', "Its format is version 3; this page reads versions 1 and 2"),
}


def test_what_is_no_export_is_refused_in_words(lab: Lab) -> None:
    before = lab.state()
    for text, words in REFUSED.values():
        choose(lab, "some.json", text)
        expect(said(lab)).to_contain_text(f"some.json was not opened. {words}")
        expect(lab.button("Open it")).to_have_count(0)
    lab.page.evaluate(DROP, ["huge.json", 51_000_000])
    expect(said(lab)).to_contain_text("huge.json was not opened. It has 51 MB; expected at most 50 MB.")
    assert lab.state() == before
    lab.button("Reset").click()  # whoever goes on is done with it
    expect(said(lab)).to_have_text("")


def test_a_file_that_is_ill_formed_anywhere_changes_nothing(clean: Lab) -> None:
    clean.follow("#seed=5&epochs=30")
    Function(clean, "sigmoid").change("    return", "    # mine\n    return").runs()
    before = clean.train()
    bad = {"glassnet": 2, "address": "#seed=8&rate=fast&hidden=3"}
    choose(clean, "bad.json", json.dumps(bad))
    words = "bad.json was not opened. The file’s address says “rate=fast”: “fast” is not a number above 0."
    expect(said(clean)).to_have_text(words)
    # Whether weights and labels fit a network, only Python can say.
    state = {key: before[key] for key in ("epoch", "parameters")} | {"training_state": {}, "frozen": ["W9[0,0]"]}
    for run, words in (
        (state, "frozen has 'W9[0,0]', which this network lacks."),
        (state | {"frozen": [], "parameters": {"W1": [[1, 2]]}}, "the saved parameters do not fit"),
    ):
        choose(clean, "other.json", json.dumps({"glassnet": 2, "address": "#dataset=and&rate=0.5", "run": run}))
        clean.button("Open it").click()
        note = clean.page.locator(".note").filter(has_text=words)
        expect(note).to_contain_text("other.json was not opened: ")
        expect(note).to_contain_text("Nothing on the page has changed.")
        assert clean.state() == before
        note.get_by_role("button").click()
    expect(whose_code(clean)).to_contain_text("sigmoid")
    clean.button("Reset").click()
    clean.until(fresh)
    assert_same(clean.train(), native(30, seed=5))


def test_a_file_can_be_dropped_and_left(clean: Lab) -> None:
    before = clean.state()
    clean.page.evaluate(DROP, ["dropped.json", '{"glassnet": 1, "address": "#seed=77"}'])
    expect(panel(clean, "Open dropped.json")).to_contain_text("#seed=77")
    clean.button("Do not open it").click()
    expect(clean.button("Open it")).to_have_count(0)
    assert clean.state() == before


FORMS = {"Download as a program": "py", "Download as a notebook": "ipynb"}
PREDICTED = "\nimport json\nprint(json.dumps(predict(trained_network, X).ravel().tolist()))\n"


def ran(path: Path) -> list[float]:
    """The predictions of a program, or of a notebook's cells, run in a Python that has no Glassnet."""
    text = path.read_text()
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
    program = path.with_name("to_run.py")
    program.write_text(text + PREDICTED)
    command = [sys.executable, "-I", program.name]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("button", FORMS)
def test_the_program_says_the_numbers_of_the_page(clean: Lab, tmp_path: Path, button: str) -> None:
    clean.follow("#epochs=200&hidden=3,2&activation=tanh,sigmoid&targets=0,1,1,0.25")
    update = originals(hidden=[3, 2], activation=["tanh", "sigmoid"])["update_parameters"]
    Function(clean, "update_parameters", update).change(*DOUBLED).runs()
    clean.button("Reset").click()
    clean.until(fresh)
    state = clean.train()
    clean.button("Export").click()
    path = downloaded(clean, button, tmp_path)
    assert path.name == f"glassnet_custom.{FORMS[button]}"
    expect(said(clean)).to_have_text(f"{path.name} is downloaded.")
    assert ran(path) == pytest.approx(state["predictions"], abs=1e-12)
    assert "2 * learning_rate" in path.read_text(), "the reader's own version counts"


@pytest.mark.parametrize("button", FORMS)
def test_much_data_goes_out_beside_the_program(clean: Lab, tmp_path: Path, button: str) -> None:
    rows = [f"{row / 1000},{row * row % 997 / 1000},{row % 2}" for row in range(1500)]
    content = {"glassnet": 2, "address": "#dataset=own&epochs=3&held_out=0", "data": ["a,b,class", *rows]}
    choose(clean, "many.json", json.dumps(content))
    clean.button("Open it").click()
    clean.until(lambda state: fresh(state) and state["choices"]["dataset"] == "own")
    state = clean.train()
    clean.button("Export").click()
    assert clean.button("Download data.csv").count() == 0
    path = downloaded(clean, button, tmp_path)
    expect(said(clean)).to_contain_text("It reads its data from data.csv: download that into the same folder.")
    assert downloaded(clean, "Download data.csv", tmp_path).name == "data.csv"
    shown = np.array(ran(path))
    assert len(shown) == 1500
    assert set(np.round(state["predictions"], 9)) <= set(np.round(shown, 9))


def test_the_address_is_copied_or_shown_to_be_copied(clean: Lab, context: Any) -> None:
    clean.follow("#seed=6")
    clean.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clean.button("Share").click()
    expect(said(clean)).to_have_text("Address copied: it opens this data and these settings; a run begins at epoch 0.")
    assert clean.page.evaluate("navigator.clipboard.readText()").endswith("#seed=6")
    Function(clean, "predict").write("# mine")
    clean.page.context.clear_permissions()
    clean.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })")
    clean.button("Share").click()
    expect(said(clean)).to_have_text("Copy the address from the field.")
    panel = clean.page.get_by_role("region", name="Share", exact=True)
    expect(panel).to_contain_text("It does not carry your versions of functions: Export does.")
    address = panel.get_by_role("textbox", name="Address", exact=True)
    clean.menu("Function").select_option(label="AND")
    expect(address).to_have_value(re.compile("seed=6.*dataset=and|dataset=and.*seed=6"))
    assert address.input_value() == clean.page.url
    address.focus()
    assert clean.page.evaluate("document.activeElement.selectionEnd") == len(clean.page.url)
