"""Truth tables of up to 64 rows and 4 outputs: chosen by name, made by hand, and whole on every screen."""

from itertools import product

import numpy as np
import pytest
from lab import Lab, expect, fresh

from glassnet.data.datasets import data_of
from glassnet.programs.choices import checked
from glassnet.run import Run

LAST = "1 1 1 1 1 1"


def test_learns_to_add_and_gets_another_sum(lab: Lab) -> None:
    lab.menu("Dataset").select_option(label="4 inputs, 3 outputs: addition, negation")
    lab.until(lambda state: state["choices"]["dataset"] == "addition" and fresh(state))
    assert lab.menu("Function").locator("option").all_inner_texts() == ["Addition", "Negation", "Custom"]
    data = data_of(checked({"dataset": "addition"}))
    for bits, total in zip(product("01", repeat=4), data.y, strict=True):
        for output, target in zip(("s2", "s1", "s0"), total, strict=True):
            expect(lab.field(f"target {output} for {' '.join(bits)}")).to_have_value(str(int(target)))
    lab.follow("#dataset=addition&hidden=6&epochs=4000&rate=0.5")
    state = lab.train()
    run = Run({"dataset": "addition", "hidden": [6], "epochs": 4000, "rate": 0.5})
    run.train(1e9, 4000)
    for name, values in run.network.items():
        np.testing.assert_allclose(state["parameters"][name], values, rtol=0, atol=1e-9, err_msg=name)
    assert state["compiled"]["now"], state["compiled"]
    right = (np.abs(run.ask(run.X) - run.y) < 0.5).all(axis=1).sum()
    words = "All 16 rows are right." if right == 16 else f"{16 - right} of 16 rows"
    expect(lab.verdict).to_contain_text(words)
    shown = lab.page.get_by_label("prediction s2 for 1 1 1 1", exact=True).inner_text()
    assert float(shown) == pytest.approx(run.ask(run.X)[15, 0], abs=0.006)
    expect(lab.page.get_by_role("region", name="Code", exact=True)).to_contain_text("# Addition problem")
    expect(lab.page.locator("#boundary")).to_contain_text("A slice: q1, q0 are 0.")
    expect(lab.page.locator("#boundary")).to_contain_text("It shows the first output, s2.")
    assert lab.page.locator(".diagram text").all_text_contents()[:4] == ["p1", "p0", "q1", "q0"]

    target = lab.field("target s1 for 0 1 0 1")
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    lab.page.mouse.move(box["x"] + 4, box["y"] + 4)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] - 96, box["y"] + 4, steps=4)
    lab.page.mouse.up()
    state = lab.until(lambda state: state["choices"]["targets"][16] == 0.5 and state["current"])
    assert state["choices"]["dataset"] == "custom"
    lab.button("Undo").click()
    lab.until(lambda state: state["choices"]["dataset"] == "addition" and state["current"])
    expect(target).to_have_value("1")


def test_makes_a_table_of_six_inputs_and_four_outputs(lab: Lab) -> None:
    lab.unfold("Inputs, outputs and rows")
    lab.enter(lab.field("Inputs"), "6")
    lab.until(lambda state: len(state["choices"]["targets"]) == 64 and fresh(state))
    expect(lab.target("1 0 0 1 1 0")).to_have_value("1")
    lab.enter(lab.field("Outputs"), "4")
    lab.until(lambda state: state["choices"]["outputs"] == 4 and fresh(state))
    lab.enter(lab.field(f"target y4 for {LAST}"), "0.75")
    state = lab.until(lambda state: state["choices"]["targets"][-1] == 0.75 and fresh(state))
    assert (len(state["parameters"]["W1"]), len(state["parameters"]["b2"][0])) == (6, 4)
    lab.page.get_by_role("checkbox", name=f"train on {LAST}", exact=True).uncheck()
    lab.until(lambda state: state["choices"]["held_rows"] == [63])

    address = lab.page.url.partition("#")[2]
    targets = state["choices"]["targets"]
    assert f"dataset=custom&targets={','.join(map(str, targets))}&outputs=4&held_rows=63" in address
    lab.follow("#dataset=parity5")
    expect(lab.field("Inputs")).to_have_value("5")
    lab.follow(f"#{address}")
    expect(lab.field(f"target y4 for {LAST}")).to_have_value("0.75")
    assert lab.state()["choices"]["targets"] == targets

    lab.enter(lab.field("Inputs"), "7")
    refused = lab.page.get_by_role("alert").filter(has_text="Kept 6.")
    expect(refused).to_have_text("“7” is not a whole number from 1 to 6. Kept 6.")
    lab.enter(lab.field("Outputs"), "1")
    lab.enter(lab.field("Inputs"), "2")
    lab.until(
        lambda state: state["choices"]["dataset"] == "xor" and state["choices"]["held_rows"] == [] and fresh(state)
    )
    lab.unfold("Inputs, outputs and rows", open_it=False)


def test_a_large_table_scrolls_in_its_place_and_the_stage_stays_whole(newcomer: Lab) -> None:
    page = newcomer.page
    page.set_viewport_size({"width": 1280, "height": 800})
    targets = ",".join(str(place % 3 % 2) for place in range(256))
    newcomer.open(f"#dataset=custom&targets={targets}&outputs=4&hidden=6&epochs=200")
    newcomer.train()
    stage, rows = page.locator(".stage"), page.get_by_role("region", name="Rows of the truth table", exact=True)
    assert stage.evaluate("(stage) => stage.scrollHeight - stage.clientHeight") <= 0
    end = newcomer.bar.bounding_box()["y"]
    for picture in ("Network", "Decision boundary", "Loss curve"):
        box = page.get_by_role("img", name=picture, exact=True).bounding_box()
        assert min(box["width"], box["height"]) >= 120, picture
        assert box["y"] >= 0 and box["y"] + box["height"] <= end, picture
    for name, width, height in (("Run", 1280, 800), ("Table", 360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        if name != "Run":
            newcomer.sheet(name)
        last = newcomer.field(f"target y4 for {LAST}")
        last.scroll_into_view_if_needed()
        names = page.get_by_role("table", name="Truth table").locator("thead").bounding_box()
        box, around = last.bounding_box(), rows.bounding_box()
        assert around["y"] - 1 <= names["y"], "the names of the columns stay"
        assert names["y"] + names["height"] <= box["y"] <= around["y"] + around["height"], name
        assert around["height"] < height / 2
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        assert page.locator("#truth-table").evaluate("(panel) => panel.scrollLeft") == 0, name
    newcomer.sheet("Network")
    box = page.get_by_role("img", name="Network", exact=True).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    texts = page.locator(".diagram text").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert len(texts) > 16 and min(texts) >= 9
