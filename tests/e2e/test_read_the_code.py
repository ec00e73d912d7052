"""Reading the article: the whole tutorial program, with its sentences and the run's numbers."""

from typing import Any

import pytest
from lab import Lab, expect

from glassnet.programs.choices import checked
from glassnet.programs.prose import STEPS
from glassnet.programs.writing import write

# What the listings show together, with an empty line between two: the exported file.
LISTED = (
    """(code) => [...code.querySelectorAll("pre[aria-label^='Source of']")].map((one) => one.textContent).join("\\n")"""
)


def code(lab: Lab) -> Any:
    return lab.page.get_by_role("region", name="Code", exact=True)


def test_reads_the_whole_program_as_one_article(lab: Lab) -> None:
    assert code(lab).evaluate(LISTED) == write(checked({}))
    titles = code(lab).get_by_role("heading", level=3)
    assert titles.all_inner_texts() == [step.title for step in STEPS]
    for listing in code(lab).locator("pre").all():
        expect(listing).to_be_visible()


DEEP = "#hidden=4,3&optimizer=adam&dropout=0.2&batch=2"
EXERCISES = {
    DEEP: {"hidden": [4, 3], "optimizer": "adam", "dropout": 0.2, "batch": 2},
    "#hidden=0&seed=7": {"hidden": [], "seed": 7},
    "#dataset=and&loss=hinge": {"dataset": "and", "targets": [0, 0, 0, 1], "loss": "hinge"},
}


@pytest.mark.parametrize(("address", "chosen"), EXERCISES.items())
def test_the_program_follows_the_choices(lab: Lab, address: str, chosen: dict[str, Any]) -> None:
    lab.follow(address)
    lab.drawn()
    assert code(lab).evaluate(LISTED) == write(checked(chosen))


def test_reads_the_article_without_javascript(browser: Any, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    region = page.get_by_role("region", name="Code", exact=True)
    listings = region.locator("pre").all_text_contents()
    assert "\n".join(listings) == write(checked({}))
    expect(region).to_contain_text("We initialize the network with random weights and biases.")
    expect(
        region.get_by_role("group", name="Formula of forward_propagation", exact=True).locator("math")
    ).to_have_count(4)
    context.close()


def test_copies_the_text_of_a_function(lab: Lab) -> None:
    source = code(lab).get_by_label("Source of backward_propagation", exact=True)
    copied = source.evaluate(
        """(source) => {
          const range = document.createRange();
          range.selectNodeContents(source);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          const text = String(getSelection());
          getSelection().removeAllRanges();
          return text;
        }"""
    )
    assert copied.rstrip("\n") + "\n" == source.text_content()


@pytest.mark.parametrize("width", [320, 360, 820, 1280])
def test_no_line_is_cut_off(lab: Lab, width: int) -> None:
    lab.follow(DEEP)
    lab.page.set_viewport_size({"width": width, "height": 800})
    cut = code(lab).evaluate(
        """(code) => [...code.querySelectorAll("pre, .formula > div")]
          .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"""
    )
    page = lab.page.evaluate("document.documentElement.scrollWidth")
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    assert (cut, page) == ([], width)


def test_a_long_line_goes_on_further_in(lab: Lab) -> None:
    lab.page.set_viewport_size({"width": 360, "height": 800})
    line = code(lab).get_by_label("Source of train_network", exact=True).locator(".line").first
    lefts = line.evaluate(
        """(line) => {
          const range = document.createRange();
          range.selectNodeContents(line);
          const tops = new Map();
          for (const { top, left, width } of range.getClientRects()) {
            if (width) tops.set(Math.round(top), Math.min(left, tops.get(Math.round(top)) ?? left));
          }
          return [...tops.values()];
        }"""
    )
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    first, *rest = lefts
    assert len(rest) >= 2
    assert all(left > first + 10 for left in rest), lefts


def test_looks_up_a_word(lab: Lab) -> None:
    meaning = code(lab).locator("dt", has_text="Epoch").locator("+ dd")
    expect(meaning).not_to_be_visible()
    lab.unfold("Glossary")
    expect(meaning).to_have_text("One pass over all rows: forward, loss, backward, update.")


def test_sees_the_numbers_of_the_run_beside_the_code(lab: Lab) -> None:
    lab.follow("#hidden=4&epochs=500")
    state = lab.train()
    expect(code(lab)).to_contain_text(f"{state['loss']:.4f}")
    expect(code(lab)).to_contain_text("500 epochs")
    expect(code(lab)).to_contain_text("17 parameters")


def test_the_sentences_are_true_of_what_is_chosen(lab: Lab) -> None:
    for address, words in {
        "#": "backpropagation calls sigmoid_derivative(a1), not sigmoid_derivative(z1)",
        "#activation=tanh": "We use tanh in the hidden layers, sigmoid at the output",
        "#hidden=0": "This network has no hidden layer",
        "#hidden=2,2,2,2": "The formula holds for each layer l from 1 to 5",
        "#loss=binary_cross_entropy": "mostly cancel",
        "#optimizer=adam": "its own optimizer state",
    }.items():
        lab.follow(address)
        expect(code(lab)).to_contain_text(words)
