"""The region Code for a reader: a function's listing, its editor, and its buttons."""

import re
from typing import Any

from lab import SLOWLY, Lab, expect, fresh

from glassnet.programs.choices import checked
from glassnet.programs.writing import END, parts


def originals(**chosen: Any) -> dict[str, str]:
    """The functions of the program of some choices, by name."""
    return {part.name: part.text for part in parts(checked(chosen)) if part.name not in ("import", END)}


TUTORIAL = originals()
DOUBLED = "+= learning_rate", "+= 2 * learning_rate"  # in the program's update_parameters
BACKWARD = "        # Backward propagation"


# What Ctrl+V does, where a script may say so; Firefox wants to have it copied first. (What Playwright fills in by ways
# of its own gets styles from Chromium, which the page's policy refuses, and more lines from Firefox.)
COPY = """(text) => {
  const from = document.createElement("textarea");
  Object.assign(from, { id: "to-copy", value: text });
  document.body.append(from);
  from.select();
}"""
PASTE = """(element, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  if (event.clipboardData?.getData("text/plain") !== text) return false;
  element.dispatchEvent(event);
  return true;
}"""


def write_into(lab: Lab, editor: Any, text: str) -> None:
    """Put a text in the place of all that stands in an editor, or in the plain field that stands for it."""
    if editor.evaluate("element => element.tagName") == "TEXTAREA":
        editor.fill(text)
        return
    lab.drawn()  # an editor that has just got the focus puts its cursor with the next picture
    editor.press("Control+a")
    if not editor.evaluate(PASTE, text):
        lab.page.evaluate(COPY, text)
        lab.page.keyboard.press("Control+c")
        lab.page.evaluate("document.querySelector('#to-copy').remove()")
        editor.press("Control+a")
        lab.page.keyboard.press("Control+v")


def lines_in(editor: Any) -> list[str]:
    """What an editor shows, line by line; of a long text perhaps not the end."""
    return editor.locator(".cm-line").all_text_contents()


class Function:
    """One function in the region Code. `source` is its original: the tutorial's, unless another one is named."""

    def __init__(self, lab: Lab, name: str, source: str = "") -> None:
        self.lab, self.name, self.source = lab, name, source or TUTORIAL.get(name, "")
        self.code = lab.page.get_by_role("region", name="Code", exact=True)
        self.place = self.code.get_by_role("group", name=name, exact=True)

    def button(self, name: str) -> Any:
        named = f"Edit {self.name}" if name == "Edit" else name  # there is one for each function
        return self.place.get_by_role("button", name=named, exact=True)

    @property
    def listing(self) -> Any:
        return self.place.get_by_role("region", name=f"Source of {self.name}", exact=True)

    @property
    def editor(self) -> Any:
        return self.place.get_by_role("textbox", name=f"Source of {self.name}", exact=True)

    @property
    def lines(self) -> list[str]:
        return lines_in(self.editor)

    @property
    def status(self) -> Any:
        return self.place.get_by_role("status", name=f"Your version of {self.name}", exact=True)

    @property
    def problem(self) -> Any:
        return self.place.get_by_role("alert")

    @property
    def wrong_line(self) -> str:
        """The line that is marked in the editor."""
        return self.place.locator(".wrong-line").inner_text().strip()

    @property
    def offer(self) -> Any:
        """What the page offers where a choice has changed lines of a function that was edited."""
        return self.code.get_by_role("group", name=f"New lines of {self.name}", exact=True)

    def edit(self) -> "Function":
        self.button("Edit").click()
        expect(self.editor).to_be_focused()
        return self

    def write(self, text: str) -> "Function":
        """Put a text in the place of all that stands in the editor."""
        if not self.editor.count():
            self.edit()
        write_into(self.lab, self.editor, text)
        return self

    def change(self, old: str, new: str) -> "Function":
        """The original with one thing changed."""
        assert old in self.source
        return self.write(self.source.replace(old, new))

    def run(self) -> "Function":
        self.button("Run my version").click()
        return self

    def runs(self) -> "Function":
        """Run it, and see that it is taken. A new run of it stands at its beginning then; one on its way goes on."""
        lab = self.lab
        went_on = lab.state()["training"]
        pace = lab.page.locator(".pace input").input_value()
        lab.play(SLOWLY)
        self.run()
        expect(self.status).to_contain_text("Your version runs")
        lab.until(lambda state: state["training"] or re.search(r"from epoch \d+ on", lab.bar.inner_text()))
        if lab.state()["training"] and not went_on:
            lab.button("Reset").click()
            lab.until(fresh)
        lab.play(int(pace))
        return self

    def restore(self) -> "Function":
        self.button("Restore the original").click()
        expect(self.button("Restore the original")).to_have_count(0)
        return self


def whose_code(lab: Lab) -> Any:
    """Where the page says whose code its pictures come from."""
    return lab.page.get_by_role("status", name="Whose code", exact=True)


def before_backward(line: str) -> tuple[str, str]:
    """What to change in train_network, so that it does one thing more in each epoch."""
    return BACKWARD, f"        {line}\n{BACKWARD}"


def assert_to_the_bit(after: dict[str, Any], before: dict[str, Any]) -> None:
    for part in ("parameters", "predictions", "loss"):
        assert after[part] == before[part], part
