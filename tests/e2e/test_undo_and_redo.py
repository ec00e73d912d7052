"""Undo and Redo: whatever a person does to the run can be taken back, to the bit."""

from typing import Any

from coding import Function
from lab import Lab, assert_same, expect, native

EPOCHS = 300


def bits(state: dict[str, Any]) -> Any:
    return [state[name] for name in ("choices", "epoch", "loss", "parameters", "predictions", "frozen")]


def brought_back(lab: Lab, before: dict[str, Any]) -> dict[str, Any]:
    """The state, once it is as it was."""
    return lab.until(lambda state: state["current"] and bits(state) == bits(before))


def test_choices_and_weights_and_what_follows_from_them(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    trained = lab.train()
    lab.menu("Activation").select_option(label="Tanh")
    lab.until(lambda state: state["epoch"] == 0 and state["choices"]["activation"] == "tanh")
    tanh = lab.train()
    lab.weights()
    lab.enter(lab.field("b2[0]"), "0.75")
    changed = lab.until(lambda state: state["parameters"]["b2"][0][0] == 0.75)
    lab.page.get_by_role("checkbox", name="freeze W1[0,0]", exact=True).check()
    frozen = lab.until(lambda state: state["frozen"] == ["W1[0,0]"])
    for before in (changed, tanh, trained):
        lab.button("Undo").click()
        brought_back(lab, before)
    assert lab.menu("Activation").input_value() == "sigmoid"
    for after in (tanh, changed, frozen):
        lab.button("Redo").click()
        brought_back(lab, after)
    for _ in range(3):
        lab.button("Undo").click()
    brought_back(lab, trained)
    assert_same(lab.train(), native(2 * EPOCHS))  # Python has it, too


def test_a_step_from_an_earlier_epoch_and_reset(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    lab.train()
    lab.enter(lab.field("Epoch"), "120")
    earlier = lab.until(lambda state: state["epoch"] == 120)
    assert_same(earlier, native(120))
    lab.button("Step").click()
    stepped = lab.until(lambda state: state["epoch"] == 121)
    assert max(stepped["timeline"]["epochs"]) < 121
    lab.button("Undo").click()
    again = brought_back(lab, earlier)
    assert again["timeline"] == earlier["timeline"]
    lab.enter(lab.field("Epoch"), str(EPOCHS))
    whole = lab.until(lambda state: state["epoch"] == EPOCHS)
    assert_same(whole, native(EPOCHS))
    lab.button("Reset").click()
    lab.until(lambda state: state["epoch"] == 0)
    lab.button("Undo").click()
    brought_back(lab, whole)
    lab.enter(lab.field("Epoch"), "1000")
    expect(lab.bar.get_by_role("alert")).to_contain_text("“1000” is not a whole number from 0 to 300. Kept 300.")
    expect(lab.field("Epoch")).to_have_value("300")


def test_code_and_no_text_is_lost(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    trained = lab.train()
    forward = Function(lab, "forward_propagation")
    forward.change("z1 = np.dot(X, W1) + b1", "z1 = np.dot(X, W1) + 2 * b1").run()
    expect(forward.status).to_contain_text("Your version runs")
    mine = lab.until(lambda state: "2 * b1" in state["program"] and state["epoch"] == EPOCHS and not state["training"])
    assert bits(mine)[1:] != bits(trained)[1:], "it was trained at once"
    lab.button("Undo").click()  # the version, and what was trained with it
    brought_back(lab, trained)
    expect(forward.status).to_contain_text("The original runs. Your text is kept")
    assert "2 * b1" in forward.editor.inner_text()
    lab.button("Redo").click()
    brought_back(lab, mine)
    expect(forward.status).to_contain_text("Your version runs")
    lab.button("Undo").click()
    brought_back(lab, trained)
    assert_same(lab.train(), native(2 * EPOCHS))
    lab.button("Reset").click()
    lab.until(lambda state: state["epoch"] == 0)
    forward.run()
    again = lab.until(lambda state: "2 * b1" in state["program"] and state["epoch"] == EPOCHS)
    assert bits(again) == bits(mine)
    forward.restore()
    lab.until(lambda state: "2 * b1" not in state["program"])
    lab.button("Undo").click()
    brought_back(lab, mine)
    expect(forward.status).to_contain_text("Your version runs")
    forward.restore()


# As fast as a hand never is: each drag begins before the run of the last one has come to its end.
DRAGS = """(names) => {
  const send = (kind, pixels, at, { left, top }) => at.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, isPrimary: true, pointerId: 1, button: 0, buttons: 1, clientX: left + pixels, clientY: top,
  }));
  for (const name of names) {
    const number = document.querySelector(`#facts [data-number="${name} 0"]`);
    const box = number.getBoundingClientRect();
    send("pointerdown", 0, number, box);
    for (const pixels of [10, 20, 30]) send("pointermove", pixels, window, box);
    send("pointerup", 30, window, box);
  }
}"""


def test_undo_after_very_fast_drags_leads_to_whole_runs(lab: Lab) -> None:
    epochs = 100_000  # more than one request
    lab.follow(f"#epochs={epochs}&seed=3")
    lab.train()
    names = ["rate", "hidden", "seed"]
    lab.page.evaluate(DRAGS, names)
    whole = lab.until(lambda state: state["choices"]["seed"] == 8 and state["epoch"] == epochs and state["current"])
    assert whole["choices"]["hidden"] == [4]
    stands = [whole["choices"]]
    for name in reversed(names):
        lab.button("Undo").click()
        before = stands[-1][name]
        state = lab.until(lambda now, name=name, before=before: now["choices"][name] != before and now["current"])
        state = lab.until(lambda now: now["epoch"] == epochs and not now["training"])
        stands.append(state["choices"])
    assert (stands[-1]["rate"], stands[-1]["hidden"], stands[-1]["seed"]) == (0.1, [2], 3)
