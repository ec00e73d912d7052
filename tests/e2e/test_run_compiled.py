"""Epochs run compiled, to NumPy's bits in each engine; where that cannot be, NumPy runs them, which is said."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from coding import Function
from lab import Lab, expect

from built import of_the_page

EPOCHS = 400
EXERCISES = (
    "#",
    "#hidden=4,3&activation=tanh&optimizer=adam&batch=2",
    "#dataset=spirals&hidden=8&loss=binary_cross_entropy",
)
SAME = ("loss", "predictions", "parameters")


def switch(lab: Lab) -> Any:
    return lab.page.get_by_role("checkbox", name="Run epochs compiled", exact=True)


def compiling(lab: Lab) -> Lab:
    """The page, once its Python has the compiler, which comes after all else."""
    while "has not been loaded" in trained(lab, "#", 1)["compiled"]["reason"]:
        lab.page.wait_for_timeout(200)
    return lab


def trained(lab: Lab, address: str, epochs: int = EPOCHS) -> dict[str, Any]:
    lab.follow(f"{address}&epochs={epochs}")
    return lab.train()


@pytest.mark.also_in("firefox", "webkit")
def test_compiled_epochs_give_numpys_bits(lab: Lab) -> None:
    compiling(lab)
    assert switch(lab).evaluate("(box) => box.checked")
    for address in EXERCISES:
        compiled = trained(lab, address)
        assert compiled["compiled"]["now"], compiled["compiled"]
        lab.page.wait_for_selector("html[data-compiled=true]", state="attached")
        switch(lab).click()
        numpys = trained(lab, address)
        assert (numpys["compiled"]["now"], numpys["compiled"]["reason"]) == (False, "the compiler is switched off")
        assert {name: compiled[name] for name in SAME} == {name: numpys[name] for name in SAME}, address
        lab.page.wait_for_selector("html[data-compiled=false]", state="attached")
        switch(lab).click()


def test_what_is_left_to_numpy_is_said(lab: Lab) -> None:
    trained(compiling(lab), "#")
    said = lab.page.get_by_text("The epochs are not compiled")
    expect(said).to_have_count(0)
    sigmoid = Function(lab, "sigmoid").edit()
    sigmoid.change("return 1", "print(x.shape)\n    return 1").run()
    lab.button("Reset").click()
    assert lab.train()["compiled"]["reason"] == "a print (line 2 of sigmoid) cannot be compiled"
    expect(said).to_have_text("The epochs are not compiled: a print (line 2 of sigmoid) cannot be compiled.")
    sigmoid.restore()


def test_shows_the_operations_of_an_epoch(lab: Lab) -> None:
    trained(compiling(lab), "#")
    expect(lab.page.get_by_text("One epoch is 201 operations")).to_be_visible()
    lab.button("see them").click()
    table = lab.page.get_by_role("region", name="Operations", exact=True)
    expect(table).to_contain_text("z1 = np.dot(X, W1) + b1")
    expect(table).to_contain_text("(1) + b1")
    lab.button("Numbers of operation 7").click()
    expect(table.locator(".numbers td")).to_have_text([re.compile(r"^-?\d\.\d{4}$")] * 4)
    lab.button("Show it as text").click()
    expect(lab.page.get_by_role("region", name="WebAssembly", exact=True)).to_contain_text("f64x2.mul")
    lab.sheet("Run")


LEGS = {
    "the engine": ("new WebAssembly.Instance(new", "new WebAssembly.Nothing(new"),
    "a function of the library": ("exports[name]]", 'name === "exp" ? 0 : exports[name]]'),
}


@pytest.mark.parametrize("leg", LEGS)
def test_without_one_of_its_legs_numpy_trains(newcomer: Lab, changed_site: Callable[[Any], str], leg: str) -> None:
    def change(site: Path) -> None:
        worker = of_the_page(site, "worker.js")
        before = worker.read_text()
        after = before.replace(*LEGS[leg])
        assert after != before
        worker.write_text(after)

    newcomer.address = changed_site(change)
    newcomer.open()
    compiling(newcomer)
    state = trained(newcomer, "#")
    assert not state["compiled"]["now"]
    assert "WebAssembly engine" in state["compiled"]["reason"]
    expect(newcomer.page.get_by_text("The epochs are not compiled")).to_be_visible()
