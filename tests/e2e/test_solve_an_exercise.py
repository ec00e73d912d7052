"""Solving an exercise: a question, an answer, and Python's feedback."""

import re
from typing import Any

import pytest
from coding import lines_in, write_into
from lab import Lab, expect, fresh

from sitebuild.exercises import exercises

ALL = {one["name"]: one for one in exercises()}


class Exercise:
    """One of them, unfolded."""

    def __init__(self, lab: Lab, name: str) -> None:
        self.lab, self.one = lab, ALL[name]
        self.section = lab.page.get_by_role("region", name="Exercises", exact=True)
        outer = self.section.locator("details.practice")
        if outer.get_attribute("open") is None:
            outer.locator("summary").first.click()
        heading = lab.page.get_by_role("heading", name=self.one["title"], exact=True)
        expect(heading).to_be_visible()
        details = self.section.locator("details.exercise", has=heading)
        if details.get_attribute("open") is None:
            details.locator("summary").first.click()
        self.place = self.section.get_by_role("group", name=self.one["title"], exact=True).first

    @property
    def feedback(self) -> Any:
        return self.place.get_by_role("status", name="Feedback", exact=True)

    @property
    def text(self) -> Any:
        return self.place.get_by_role("textbox", name=f"Your answer to {self.one['title']}", exact=True)

    @property
    def lines(self) -> list[str]:
        expect(self.text).to_be_visible()
        return lines_in(self.text)

    def write(self, text: str) -> None:
        expect(self.text).to_be_visible()
        write_into(self.lab, self.text, text)

    def button(self, name: str) -> Any:
        return self.place.get_by_role("button", name=name, exact=True)

    def choose(self, option: int) -> None:
        self.place.get_by_role("radio").nth(option - 1).check()

    def check(self) -> None:
        self.button("Check my answer").click()


@pytest.fixture
def reader(newcomer: Lab) -> Lab:
    return newcomer.open("#epochs=300")


def test_predicts_and_python_runs_it(lab: Lab) -> None:
    zeros = Exercise(lab, "01-zeros")
    expect(zeros.button("Check my answer")).to_be_disabled()
    zeros.choose(3)
    zeros.check()
    expect(zeros.feedback).to_contain_text(
        "Not yet. After 1,000 epochs, the largest difference between the weights of two neurons is not the one"
    )
    zeros.button("Set it up").click()
    expect(zeros.feedback).to_be_empty()
    expect(lab.bar).to_contain_text("“Zeros as initial weights” is set up: a new run, from epoch 0.")
    expect(lab.page.get_by_role("region", name="Diagnosis", exact=True)).to_have_count(0)
    zeros.choose(1)
    zeros.check()
    expect(zeros.feedback).to_contain_text("Right. After 1,000 epochs the rows of W1 are")
    expect(zeros.section).to_contain_text("solved")


def test_mends_a_bug_and_is_told_what_was_computed(lab: Lab) -> None:
    sign = Exercise(lab, "09-sign")
    assert sign.lines == sign.one["code"].split("\n")
    sign.check()
    expect(sign.feedback).to_contain_text("the loss climbed from 0.2558 to")
    sign.write(sign.one["code"].replace("-= learning_rate", "+= learning_rat", 1))
    sign.check()
    expect(sign.place.get_by_role("alert")).to_contain_text("Line 2.")
    expect(sign.place.get_by_role("alert")).to_contain_text("learning_rat")
    expect(sign.place.locator(".wrong-line")).to_have_text(re.compile("learning_rat"))
    sign.write(sign.one["right"][0])
    sign.check()
    expect(sign.feedback).to_contain_text("Right. In 200 epochs the loss fell")
    expect(sign.place.get_by_role("alert")).to_have_count(0)
    assert lab.state()["choices"]["epochs"] == 10_000, "the page's own run is left alone"


def test_an_answer_is_written_with_the_keyboard_alone_and_tab_is_no_trap(lab: Lab) -> None:
    sign = Exercise(lab, "09-sign")
    sign.write(sign.one["code"])
    sign.text.focus()
    lab.page.keyboard.press("Control+Home")
    lab.page.keyboard.press("Tab")
    assert sign.lines[0] == f"    {sign.one['code'].split(chr(10))[0]}", "Tab indents"
    lab.page.keyboard.press("Control+z")
    lab.page.keyboard.press("Control+Enter")
    expect(sign.feedback).to_contain_text("the loss climbed")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Tab")
    expect(sign.button("Check my answer")).to_be_focused()


def test_frees_the_stuck_network_in_the_page(lab: Lab) -> None:
    lab.follow("#dataset=and")
    stuck = Exercise(lab, "11-stuck")
    stuck.check()
    expect(stuck.feedback).to_contain_text("expected those of XOR")
    stuck.button("Set it up").click()
    lab.until(lambda state: state["choices"]["dataset"] == "xor" and fresh(state))
    lab.train()
    stuck.check()
    expect(stuck.feedback).to_contain_text("2 of 4 on the right side")
    lab.enter(lab.field("Seed"), "1")
    lab.until(fresh)
    lab.train()
    stuck.check()
    expect(stuck.feedback).to_contain_text("Your way: other initial weights")


def test_an_endless_loop_in_an_answer_is_stopped(lab: Lab) -> None:
    lab.follow("#epochs=300")
    before = lab.train()
    slope = Exercise(lab, "03-slope")
    slope.write("while True:\n    pass\n")
    slope.check()
    expect(slope.place.get_by_role("alert")).to_contain_text("a loop that never ends", timeout=20_000)
    lab.until_engine("ready")
    assert lab.state()["parameters"] == before["parameters"]
    assert Exercise(lab, "03-slope").lines == ["while True:", "    pass", ""], "nothing typed is lost"


def test_they_are_fetched_once_they_are_unfolded_and_fit_a_phone(reader: Lab) -> None:
    from sitebuild.npm import npm_package

    fetched = "() => performance.getEntriesByType('resource').filter(({ name }) => /exercises.js/.test(name)).length"
    assert reader.page.evaluate(fetched) == 0
    Exercise(reader, "01-zeros")
    assert reader.page.evaluate(fetched) == 2
    reader.page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    reader.page.set_viewport_size({"width": 360, "height": 740})
    expect(reader.page.locator("#practice .editor")).to_have_count(sum(one["code"] is not None for one in ALL.values()))
    reader.drawn()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
    axe = (npm_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    reader.page.evaluate(f"() => {{ {axe} }}")
    results = reader.page.evaluate("axe.run('#practice', { resultTypes: ['violations'] })")
    assert results["violations"] == []
