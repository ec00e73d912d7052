"""The reader's own rows: pasted, opened as a file, refused in words, kept over a reload and a crash of Python."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab import Lab, expect, fresh
from test_choose_a_dataset import table
from test_export_and_open import choose, downloaded
from test_use_the_keyboard import reach

from glassnet.random_numbers import RandomNumbers

FLOWERS = "length,width,kind\n1.4,0.2,setosa\n4.7,1.4,versicolor\n1.3,0.3,setosa\n4.5,1.5,versicolor\n6,2.5,virginica\n"


@pytest.fixture
def own(newcomer: Lab) -> Lab:
    """A page of its own, on own data, with the text opened."""
    return on_own_data(newcomer.open())


@pytest.fixture
def own_before(lab: Lab) -> Lab:
    """The shared page, on the data of the test before, with the text opened."""
    return on_own_data(lab)


def on_own_data(lab: Lab) -> Lab:
    lab.menu("Dataset").select_option(label="Own data")
    lab.until(lambda state: state["choices"]["dataset"] == "own" and fresh(state))
    lab.unfold("Your data as text")
    return lab


def text(lab: Lab) -> Any:
    return lab.page.get_by_role("textbox", name="Your data as text", exact=True)


def use(lab: Lab, data: str) -> None:
    text(lab).fill(data)
    lab.button("Use this text").click()


def until_rows(lab: Lab, count: int) -> None:
    expect(lab.page.get_by_text(f"{count:,} rows, ")).to_be_visible()


def test_begins_with_something_to_train_on(own: Lab) -> None:
    until_rows(own, 12)
    expect(text(own)).to_have_value(re.compile("^x1,x2,class\n-0.7,0.6,A\n"))
    assert own.page.url.endswith("#dataset=own")
    own.enter(own.field("Epochs"), "50")
    assert own.train()["epoch"] == 50


def test_uses_pasted_rows(own_before: Lab) -> None:
    use(own_before, FLOWERS)
    until_rows(own_before, 5)
    expect(own_before.page.get_by_text("separated by commas, with a header")).to_be_visible()
    expect(own_before.page.get_by_text("standardised")).to_be_visible()
    expect(own_before.page.get_by_text("setosa (2), versicolor (2), virginica (1)")).to_be_visible()
    expect(own_before.page.get_by_role("img", name="Class regions", exact=True)).to_be_visible()
    expect(own_before.field("Input length")).to_be_visible()
    state = own_before.until(lambda state: fresh(state) and len(state["predictions"]) == 15)
    assert np.shape(state["parameters"]["b2"]) == (1, 3)
    own_before.enter(own_before.field("Epochs"), "100")
    assert own_before.train()["epoch"] == 100


def test_folds_away_what_is_more_than_sixteen_inputs(own_before: Lab) -> None:
    names = ",".join(f"p{place}" for place in range(40))
    use(own_before, f"{names},digit\n" + f"{'0.5,' * 40}7\n" + f"{'0.6,' * 40}3\n")
    expect(own_before.page.get_by_text("2 rows, 40 inputs")).to_be_visible()
    expect(own_before.page.get_by_text("24 more inputs")).to_be_visible()


BAD = [
    ("", "The data is empty"),
    (FLOWERS.replace("4.7", "long"), "Row 3, column 1 (“length”) is “long”; expected a number."),
]


def test_names_the_bad_cell_and_keeps_the_text_and_the_last_good_data(own_before: Lab) -> None:
    for data, words in BAD:
        use(own_before, FLOWERS)
        until_rows(own_before, 5)
        expect(own_before.page.get_by_role("alert")).to_have_count(0)
        use(own_before, data)
        expect_refused(own_before, data, words)
    use(own_before, FLOWERS)
    expect(own_before.page.get_by_role("alert")).to_have_count(0)


def expect_refused(own: Lab, data: str, words: str) -> None:
    expect(own.page.get_by_role("alert")).to_contain_text(words)
    expect(own.page.get_by_role("alert")).to_contain_text("last good data is kept")
    expect(text(own)).to_have_value(data)
    until_rows(own, 5)


def open_file(lab: Lab, name: str, content: str, encoding: str = "utf-8") -> None:
    lab.page.get_by_label("Open a file", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content.encode(encoding)}
    )


def test_opens_a_file_from_a_spreadsheet(own_before: Lab) -> None:
    open_file(own_before, "maße.csv", "\ufeffLänge;Preis\r\n1,5;100\r\n2,5;300\r\n2;250\r\n")
    until_rows(own_before, 3)
    expect(
        own_before.page.get_by_text("separated by semicolons, with a header, and with decimal commas")
    ).to_be_visible()
    expect(own_before.page.get_by_text("scaled to 0 to 1: 0 is 100, 1 is 300")).to_be_visible()
    expect(own_before.page.get_by_role("img", name="Regression curve", exact=True)).to_be_visible()
    expect(own_before.field("Input Länge")).to_be_visible()


def test_opens_many_rows_and_some_of_too_many(own: Lab) -> None:
    numbers = RandomNumbers(0).randn(1000, 2).round(3).tolist()
    lines = "\n".join(f"{a},{b},{'yes' if a * b > 0 else 'no'}" for a, b in numbers)
    open_file(own, "many.csv", "\n".join([lines] * 30))
    until_rows(own, 30_000)
    own.until(lambda state: fresh(state) and len(state["predictions"]) == 2000)
    own.details("Rows as a table").click()
    expect(own.page.get_by_text("12 of 30,000 rows")).to_be_visible()
    own.button("Step").click()
    own.until(lambda state: state["epoch"] == 1)
    own.details("More settings").click()
    own.enter(own.field("Batch size"), "2")  # an epoch of 15,000 steps is no hang
    own.button("Step").click()
    own.until(lambda state: state["epoch"] == 2)
    expect(own.bar).not_to_contain_text("started again")
    expect(own.page.get_by_role("alert")).to_have_count(0)

    # More is refused at once, and a part of it can be taken.
    open_file(own, "more.csv", "\n".join([lines] * 101))
    expect(own.page.get_by_role("alert")).to_contain_text("The data has more than 100,000 rows; expected at most")
    expect(own.button("Take 100,000 of its 101,000 rows, evenly spread")).to_be_visible()
    black = ",0" * 784
    drop(own, "mnist.csv", f"7{black}\n3{black}\n", 17_000)
    expect(own.page.get_by_role("alert")).to_contain_text("mnist.csv has 53 MB; expected at most 50 MB.")
    own.button("Take 3,000 of its 34,000 rows, evenly spread").click()
    expect(own.page.get_by_role("alert")).to_contain_text("Column 785 is 0 in every row")


DROP = """(element, [name, row, count]) => {
  const data = new DataTransfer();
  data.items.add(new File([row.repeat(count)], name, { type: "text/csv" }));
  element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def drop(lab: Lab, name: str, row: str, count: int = 1) -> None:
    """Drop a file of so many rows on the text."""
    text(lab).evaluate(DROP, [name, row, count])


def test_leaves_out_texts_and_rows_that_lack_a_value(own_before: Lab) -> None:
    use(own_before, "name,a,b,y\nAnn,1,2,0\nBob,2,NA,1\nCem,3,1,1\nDee,,4,0\nEve,5,5,1\n")
    alert = own_before.page.get_by_role("alert")
    expect(alert).to_contain_text("Row 2, column 1 (“name”) is “Ann”; expected a number.")
    own_before.button("Leave column 1 (“name”) out").click()
    expect(alert).to_contain_text("2 of 5 rows lack a value (“NA”): column 2 (“a”) in row 5; column 3 (“b”) in row 3.")
    own_before.button("Leave these 2 rows out").click()
    until_rows(own_before, 3)
    expect(own_before.page.get_by_text("Left out: 2 of 5 rows, which lack a value.")).to_be_visible()
    expect(own_before.page.get_by_role("status", name="Changed lines", exact=True)).to_contain_text("Your data: ")
    expect(own_before.page.get_by_role("region", name="Code", exact=True)).to_contain_text(
        "X = np.array([[1, 2], [3, 1], [5, 5]])"
    )
    own_before.details("How it is read").click()
    expect(own_before.menu("Rows that lack a value")).to_have_value("true")
    own_before.menu("Rows that lack a value").select_option(label="Refused")
    expect(alert).to_contain_text("2 of 5 rows lack a value")


def test_is_read_and_read_otherwise_by_keys_alone(newcomer: Lab) -> None:
    lab = newcomer.open("#epochs=20")
    keyboard = lab.page.keyboard
    reach(lab, lab.menu("Dataset"))
    keyboard.type("Own")
    until_rows(lab, 12)
    reach(lab, lab.details("Your data as text"))
    keyboard.press("Enter")
    reach(lab, text(lab))
    keyboard.press("Control+a")
    keyboard.insert_text("a,b,y\n0.1,0.2,0\n0.3,0.1,1\n0.5,0.9,2\n0.7,0.2,0\n0.2,0.2,1\n0.4,0.6,2\n")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(lab.page.get_by_text("6 rows, 2 inputs, 3 classes")).to_be_visible()
    reach(lab, lab.details("How it is read"))
    keyboard.press("Enter")
    reach(lab, lab.menu("Target is"))
    keyboard.type("A n")
    expect(lab.page.get_by_text("6 rows, 2 inputs, a number to predict")).to_be_visible()
    reach(lab, lab.details("Columns"))
    keyboard.press("Space")
    reach(lab, lab.menu("Column b"))
    keyboard.type("Left")
    expect(lab.page.get_by_text("6 rows, 1 input, a number to predict")).to_be_visible()
    reach(lab, lab.button("Train"))
    keyboard.press("Enter")
    assert lab.until(lambda state: state["epoch"] == 20)["training"] is False


def test_changes_how_a_file_is_read_and_finds_it_so_again(own: Lab, tmp_path: Path) -> None:
    open_file(own, "tiere.csv", ";a;Tier;y\r\n0;1,5;Bär;1\r\n1;2,5;Bör;10\r\n2;0,5;Hund;4\r\n", "cp1252")
    alert = own.page.get_by_role("alert")
    expect(alert).to_contain_text("Row 2, column 3 (“Tier”) is “Bär”; expected a number")
    own.details("How it is read").click()
    own.menu("Target column").select_option(label="Tier")
    expect(own.page.get_by_text("3 rows, 2 inputs, 3 classes; separated by semicolons")).to_contain_text("windows-1252")
    expect(own.page.get_by_text("Left out: column 1, which counts or names the rows.")).to_be_visible()
    own.menu("Encoding").select_option(label="Mac Roman")
    expect(own.page.get_by_text("Bˆr (1), B‰r (1), Hund (1)")).to_be_visible()
    own.button("Read it as it was found").click()
    expect(alert).to_contain_text("expected a number")
    own.details("Columns").click()
    own.menu("Column Tier").select_option(label="Left out")
    expect(own.page.get_by_text("3 rows, 1 input, a number to predict")).to_be_visible()
    own.menu("Scale the target to 0 to 1").select_option(label="No")
    warning = own.page.get_by_role("note", name="Targets out of reach")
    expect(warning).to_contain_text("The targets go from 1 to 10; sigmoid outputs reach 0 to 1 only.")
    own.page.wait_for_timeout(200)
    own.page.reload()
    own.until_engine("ready")
    expect(warning).to_be_visible()
    own.button("Use a linear output").click()
    expect(warning).to_have_count(0)
    assert own.until(fresh)["choices"]["output"] == "linear"

    # How it is read goes out with the data, and comes back.
    own.button("Export").click()
    file = downloaded(own, "Download as a file", tmp_path)
    content = json.loads(file.read_text())
    assert content["reading"] == {
        "encoding": "windows-1252",
        "targets": [3],
        "left_out": [0, 2],
        "scale_targets": False,
    }
    own.button("Close").last.click()
    own.details("Your data as text").click()
    use(own, FLOWERS)
    until_rows(own, 5)
    choose(own, file.name, file.read_text())
    own.button("Open it").click()
    expect(own.page.get_by_text("3 rows, 1 input, a number to predict")).to_be_visible()
    expect(own.page.get_by_text("scaled to 0 to 1")).to_have_count(0)
    state = own.until(lambda state: fresh(state) and len(state["predictions"]) == 3)
    assert state["choices"]["output"] == "linear"


def test_opens_utf_16_and_a_single_row(own_before: Lab) -> None:
    open_file(own_before, "excel.txt", "a\tb\tclass\r\n1\t2\tx\r\n2\t1\ty\r\n", "utf-16")
    expect(own_before.page.get_by_text("2 rows, 2 inputs, 2 classes; separated by tabs")).to_contain_text("UTF-16")
    open_file(own_before, "mazur.csv", "x1,x2,y1,y2\n0.05,0.10,0.01,0.99\n")
    expect(own_before.page.get_by_text("1 row, 2 inputs, 2 numbers to predict")).to_be_visible()
    own_before.enter(own_before.field("Epochs"), "50")
    assert own_before.train()["epoch"] == 50


@pytest.mark.also_in("firefox")
def test_drops_a_file(own_before: Lab) -> None:
    drop(own_before, "flowers.csv", FLOWERS)
    until_rows(own_before, 5)


@pytest.mark.also_in("firefox")
def test_reloads_and_finds_the_rows_again(own: Lab) -> None:
    use(own, FLOWERS)
    until_rows(own, 5)
    use(own, refused := f"{FLOWERS}1,2\n")
    expect_refused(own, refused, "Row 7 has 2 cells; expected 3")
    own.page.wait_for_timeout(200)
    parameters = own.state()["parameters"]
    own.page.reload()
    own.until_engine("ready")
    assert own.until(fresh)["parameters"] == parameters
    expect_refused(own, refused, "Row 7 has 2 cells; expected 3")


def test_leaves_own_data_and_comes_back_to_it(own_before: Lab) -> None:
    use(own_before, FLOWERS)
    until_rows(own_before, 5)
    own_before.menu("Dataset").select_option(label="2 inputs")
    own_before.until(lambda state: state["choices"]["dataset"] == "xor" and fresh(state))
    own_before.menu("Dataset").select_option(label="Own data")
    until_rows(own_before, 5)
    assert (
        len(own_before.until(lambda state: fresh(state) and len(state["parameters"]["b2"][0]) == 3)["predictions"])
        == 15
    )


def test_other_rows_while_it_trains_and_the_run_goes_on(own_before: Lab) -> None:
    two = "a,b,c\n0.1,0.2,x\n-0.3,0.4,y\n0.5,-0.2,x\n"
    use(own_before, two)
    until_rows(own_before, 3)
    own_before.enter(own_before.field("Epochs"), "1000000")
    own_before.play()
    own_before.button("Train").click()
    own_before.until(lambda state: state["epoch"] > 200)
    use(own_before, two + "-0.7,0.7,y\n")
    until_rows(own_before, 4)
    expect(own_before.bar.locator(".engine")).to_contain_text("the run goes on")
    assert own_before.state()["epoch"] > 200
    assert own_before.state()["training"]
    own_before.button("Pause").click()


def test_sees_its_rows_in_a_table(own_before: Lab) -> None:
    use(own_before, FLOWERS)
    until_rows(own_before, 5)
    own_before.details("Rows as a table").click()
    rows = table(own_before, "Data").get_by_role("row")
    expect(rows).to_have_count(6)
    assert rows.nth(2).inner_text().split()[:4] == ["2", "4.7", "1.4", "versicolor"]
