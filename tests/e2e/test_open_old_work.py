"""Opening files and addresses of earlier versions: they train, and the page says what it left out."""

from pathlib import Path
from typing import Any

import pytest
from coding import Function, whose_code
from lab import Lab, assert_same, expect, fresh, native
from test_export_and_open import choose, panel

from glassnet import session

CORPUS = Path(__file__).parent / "corpus"


def open_file(lab: Lab, name: str) -> Any:
    """Give an exported file to “Open”, and open it; the panel's words before that."""
    choose(lab, name, (CORPUS / name).read_text())
    words = panel(lab, f"Open {name}").inner_text()
    lab.button("Open it").click()
    return words


@pytest.fixture
def reader(newcomer: Lab) -> Lab:
    return newcomer.open("#seed=5")


def test_weights_and_momentum(reader: Lab) -> None:
    open_file(reader, "momentum-at-60.json")
    assert_same(reader.until(lambda state: state["epoch"] == 60), native(60, rate=0.2, optimizer="momentum"))
    assert_same(reader.train(), native(120, rate=0.2, optimizer="momentum"))
    expect(reader.page.locator(".note")).to_have_count(0)


def test_own_data_and_adam(reader: Lab) -> None:
    open_file(reader, "own-data-adam-at-40.json")
    reader.until(lambda state: state["epoch"] == 40)
    state = reader.train()
    session.start(
        {"dataset": "own", "optimizer": "adam", "hidden": [3]}, own="x1,x2,class\n0,0,a\n0,1,b\n1,0,b\n1,1,a\n"
    )
    expected = session.train(1e9, 80)
    assert state["loss"] == pytest.approx(expected["loss"], abs=1e-12)
    assert state["predictions"] == pytest.approx(expected["predictions"].tolist(), abs=1e-12)


def test_a_function_of_that_time_is_laid_aside(reader: Lab) -> None:
    words = "a version of forward_propagation that was written for an earlier Glassnet. It does not fit this program"
    assert words in open_file(reader, "edited-forward.json")
    expect(reader.page.locator(".note").filter(has_text=words)).to_be_visible()
    forward, update = Function(reader, "forward_propagation"), Function(reader, "update_parameters")
    assert forward.listing.text_content() == forward.source
    assert_same(reader.train(), native(50))
    update.runs()  # as the tutorial's, it fits
    reader.until(fresh)
    assert_same(reader.train(), native(50, rate=0.2))
    forward.button("Bring my version back").click()
    expect(forward.editor).to_contain_text("# mine")
    forward.run()
    expect(forward.problem).to_be_visible()
    expect(whose_code(reader)).not_to_contain_text("forward_propagation")


def test_a_function_that_is_no_more_is_kept(reader: Lab) -> None:
    assert "a version of training_epochs" in open_file(reader, "edited-training-epochs.json")
    expect(reader.page.locator(".note")).to_contain_text("a version of training_epochs")
    reader.page.get_by_text("Your version of training_epochs is kept.").click()
    kept = reader.page.get_by_role("region", name="Your version of training_epochs", exact=True)
    expect(kept).to_contain_text("# mine")
    assert_same(reader.train(), native(50, seed=7))


ADDRESSES: list[tuple[str, dict[str, Any], str]] = [
    (
        "#dataset=custom&targets=0,1,1,0.25&hidden=3,2&activation=tanh,sigmoid&epochs=60",
        {"targets": (0, 1, 1, 0.25), "hidden": [3, 2], "activation": ["tanh", "sigmoid"]},
        "",
    ),
    ("#epochs=60&colour=green&hide=diagnosis&lock=seed", {}, "“colour=green”"),
]


@pytest.mark.parametrize(("address", "chosen", "note"), ADDRESSES)
def test_an_address(newcomer: Lab, address: str, chosen: dict[str, Any], note: str) -> None:
    lab = newcomer.open(address)
    assert_same(lab.train(), native(60, **chosen))
    if note:
        expect(lab.page.locator(".note")).to_contain_text(note)
    else:
        expect(lab.page.locator(".note")).to_have_count(0)
