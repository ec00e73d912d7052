"""Names in the program's text that are menus: an entry shows its outcome, the whole run, before it is chosen."""

import re
from typing import Any

import pytest
from lab import Lab, assert_same, expect, native
from test_drag_a_number import bits, ended

EPOCHS = 300
# A finger's click, where the browser has only a mouse.
TAP = """(element) => element.dispatchEvent(new PointerEvent("click", { bubbles: true, pointerType: "touch" }))"""


def name(lab: Lab, choice: str) -> Any:
    """The button of a menu in the program's text."""
    return lab.page.locator("#code").get_by_role("button", name=re.compile(rf"^\w+: {choice} in the program, "))


def entry(lab: Lab, label: str) -> Any:
    return lab.page.locator(".chooser").get_by_role("option", name=label, exact=True)


def test_pointing_shows_the_outcome_and_choosing_keeps_it(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    before = lab.train()
    name(lab, "Activation").click()
    expect(entry(lab, "Sigmoid")).to_have_attribute("aria-selected", "true")
    entry(lab, "Tanh").hover()
    assert_same(ended(lab, EPOCHS, activation="tanh"), native(EPOCHS, activation="tanh"))
    expect(name(lab, "Activation")).to_have_text("tanh")
    expect(lab.page.get_by_role("list", name="Curves", exact=True)).to_contain_text("the run before")
    lab.page.mouse.move(1, 1)
    assert bits(ended(lab, EPOCHS, activation="sigmoid")) == bits(before), "the pointer has left it"
    entry(lab, "ReLU").hover()
    ended(lab, EPOCHS, activation="relu")
    lab.page.keyboard.press("Escape")
    assert bits(ended(lab, EPOCHS, activation="sigmoid")) == bits(before)
    expect(name(lab, "Activation")).to_be_focused()
    expect(lab.button("Undo")).to_have_attribute("title", "Undo: The address changed")
    # By keys: of the output layer.
    name(lab, "Output activation").focus()
    lab.page.keyboard.press("Enter")
    lab.page.keyboard.press("t")
    tanh = native(EPOCHS, output="tanh")
    assert_same(ended(lab, EPOCHS, output="tanh"), tanh)
    lab.page.keyboard.press("Enter")
    expect(name(lab, "Output activation")).to_be_focused()
    assert_same(lab.until(lambda state: "output=tanh" in lab.page.url), tanh)
    # Of another schedule the program has other lines: the focus comes back to the name all the same.
    name(lab, "Schedule").focus()
    lab.page.keyboard.press("Enter")
    lab.page.keyboard.press("ArrowDown")
    ended(lab, EPOCHS, schedule="step")
    lab.page.keyboard.press("Escape")
    assert_same(ended(lab, EPOCHS, schedule="constant"), tanh)
    expect(name(lab, "Schedule")).to_be_focused()
    # By a finger: the second tap keeps.
    name(lab, "Optimizer").click()
    entry(lab, "Momentum").evaluate(TAP)
    both = native(EPOCHS, output="tanh", optimizer="momentum")
    assert_same(ended(lab, EPOCHS, optimizer="momentum"), both)
    entry(lab, "Momentum").evaluate(TAP)
    expect(lab.page.locator(".chooser")).to_have_count(0)
    expect(name(lab, "Optimizer")).to_have_text("momentum")
    lab.button("Undo").click()
    assert_same(ended(lab, EPOCHS, optimizer="gradient_descent"), tanh)
    lab.button("Undo").click()
    assert bits(ended(lab, EPOCHS, output="sigmoid")) == bits(before)
    name(lab, "Function").click()
    entry(lab, "AND").click()
    assert_same(ended(lab, EPOCHS, dataset="and"), native(EPOCHS, targets=(0, 0, 0, 1)))
    expect(lab.menu("Function")).to_have_value("and")


# The text of each line of the program, and where it is on the screen.
LINES = """() => [...document.querySelectorAll("#code pre")].flatMap((pre) => {
  const [lines, text] = [[], document.createTreeWalker(pre, NodeFilter.SHOW_TEXT)];
  let line = { words: "", boxes: [] };
  while (text.nextNode()) {
    for (const piece of text.currentNode.data.split(/(?<=\\n)/)) {
      const range = document.createRange();
      const at = text.currentNode.data.indexOf(piece);
      range.setStart(text.currentNode, at);
      range.setEnd(text.currentNode, at + piece.trimEnd().length);
      line.words += piece;
      line.boxes.push(...[...range.getClientRects()].map(({ left, right, top, bottom }) => [left, right, top, bottom]));
      if (!piece.endsWith("\\n")) continue;
      lines.push(line);
      line = { words: "", boxes: [] };
    }
  }
  return [...lines, line];
})"""


@pytest.mark.parametrize("choice", ["Schedule", "Activation", "Loss", "Function"])
def test_the_menu_covers_no_line_that_it_changes(lab: Lab, choice: str) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    before = lab.train()
    name(lab, choice).evaluate("(name) => window.scrollBy(0, name.getBoundingClientRect().top - innerHeight * 0.4)")
    original = [line["words"] for line in lab.page.evaluate(LINES)]
    name(lab, choice).click()
    top = name(lab, choice).bounding_box()["y"]
    lab.page.keyboard.press("ArrowDown")
    lab.until(lambda state: state["choices"] != before["choices"] and state["epoch"] == EPOCHS)
    expect(name(lab, choice)).to_be_visible()
    lab.until(lambda _: abs(name(lab, choice).bounding_box()["y"] - top) < 1)  # the name stays where it was
    menu = lab.page.locator(".chooser").bounding_box()
    right, bottom = menu["x"] + menu["width"], menu["y"] + menu["height"]
    changed = [line for line in lab.page.evaluate(LINES) if line["words"] not in original]
    assert changed
    for line in changed:
        for one_left, one_right, one_top, one_bottom in line["boxes"]:
            apart = one_right <= menu["x"] or one_left >= right or one_bottom <= menu["y"] or one_top >= bottom
            assert apart, f"the menu covers {line['words']!r}"
    lab.page.keyboard.press("Escape")
    ended(lab, EPOCHS, **{key: before["choices"][key] for key in ("schedule", "activation", "loss", "dataset")})


def test_each_layer_has_its_own_and_a_locked_one_has_none(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}&hidden=3,2&lock=loss,dataset")
    name(lab, "Activation of hidden layer 2").click()
    entry(lab, "Tanh").click()
    expected = native(EPOCHS, hidden=[3, 2], activation=["sigmoid", "tanh"])
    assert_same(ended(lab, EPOCHS, activation=["sigmoid", "tanh"]), expected)
    name(lab, "Activation of hidden layer 1").click()
    entry(lab, "Tanh").click()
    ended(lab, EPOCHS, activation="tanh")
    for choice in ("Loss", "Function"):
        expect(name(lab, choice)).to_have_count(0)


def test_a_target_is_dragged_in_the_table_or_typed(lab: Lab) -> None:
    lab.follow(f"#epochs={EPOCHS}")
    before = lab.train()
    field = lab.target("0 1")
    box = field.bounding_box()
    x, y = box["x"] + 8, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x - 60, y, steps=6)
    expect(field).to_have_value("0.7")
    assert_same(ended(lab, EPOCHS, targets=[0, 0.7, 1, 0]), native(EPOCHS, targets=(0, 0.7, 1, 0)))
    lab.page.keyboard.press("Escape")
    assert bits(ended(lab, EPOCHS, targets=[0, 1, 1, 0])) == bits(before)
    lab.page.mouse.up()
    lab.page.mouse.click(x, y)
    lab.page.keyboard.type("0.25")
    lab.page.keyboard.press("Tab")
    lab.until(lambda state: state["choices"]["targets"] == [0, 0.25, 1, 0])
