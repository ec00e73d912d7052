"""In a classroom without the internet: once loaded, the page needs no network and asks no other host."""

from typing import Any

from lab import Lab, assert_same, expect, fresh, native


def test_goes_offline_and_everything_still_works(newcomer: Lab, context: Any) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    newcomer.open()
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((newcomer.address, "blob:", "data:"))] == []
    asked.clear()
    context.set_offline(True)
    newcomer.menu("Function").select_option(label="NAND")
    newcomer.enter(newcomer.field("Hidden layers"), "3")
    newcomer.enter(newcomer.field("Epochs"), "500")
    newcomer.menu("Activation").select_option(label="Tanh")
    newcomer.until(lambda state: state["choices"]["activation"] == "tanh" and fresh(state))
    state = newcomer.train()
    assert_same(state, native(500, targets=(1, 1, 1, 0), hidden=3, activation="tanh"))
    newcomer.button("Step").click()
    newcomer.until(lambda state: state["epoch"] == 501)
    newcomer.enter(newcomer.field("Input x1"), "0.5")
    newcomer.details("Weights as a table").click()
    newcomer.details("Loss as a table").click()
    newcomer.page.get_by_role("checkbox", name="Log scale").check()
    newcomer.button("Reset").click()
    newcomer.until(fresh)
    expect(newcomer.page.get_by_role("alert")).to_have_count(0)
    assert asked == []
