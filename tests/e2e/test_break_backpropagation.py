"""Breaking backpropagation: the network trains with the reader's code, and the check says what is wrong with it."""

from coding import Function, whose_code
from lab import Lab, assert_same, expect, fresh, native


def test_the_sign_is_turned_and_the_loss_climbs(clean: Lab) -> None:
    clean.follow("#epochs=300")
    start = native(0).losses[-1]
    backward = Function(clean, "backward_propagation")
    backward.change("output_error = y - a2", "output_error = a2 - y").runs()
    state = clean.train()
    assert state["loss"] > start
    diagnosis = clean.page.get_by_role("region", name="Diagnosis", exact=True)
    expect(diagnosis).to_contain_text("The loss climbs. It has climbed from the first epoch on, from 0.2558 to 0.")
    expect(diagnosis).to_contain_text("Is the sign of the update right?")
    expect(clean.page.get_by_text("The loss climbs: ")).to_be_visible()
    expect(whose_code(clean)).to_contain_text("your version of backward_propagation")
    backward.button("Check gradients").click()
    gradients = backward.place.get_by_role("status", name="Gradients", exact=True)
    expect(gradients).to_contain_text(
        "At epoch 300, with your version of backward_propagation. dW1, db1, dW2, db2: the sign is wrong. "
        "All 4 gradients are wrong: the error starts in the output layer."
    )
    backward.restore()
    expect(gradients).to_have_count(0)  # it was of the version that has gone
    clean.until(fresh)
    state = clean.train()
    assert_same(state, native(300))
    backward.button("Check gradients").click()
    expect(gradients).to_contain_text("All 9 derivatives were checked, and are right")
    expect(whose_code(clean)).to_be_empty()
    backward.button("Bring my version back").click()
    expect(gradients).to_contain_text("are right")
    backward.runs()
    expect(gradients).to_have_count(0)


def test_a_missing_factor_is_named_with_its_layer_and_by_how_much(clean: Lab) -> None:
    clean.follow("#epochs=300")
    backward = Function(clean, "backward_propagation")
    backward.change("hidden_delta = hidden_error * sigmoid_derivative(a1)", "hidden_delta = hidden_error").runs()
    backward.button("Check gradients").click()
    gradients = backward.place.get_by_role("status", name="Gradients", exact=True)
    expect(gradients).to_contain_text("dW1, db1: the factor sigmoid_derivative(a1) is missing.")
    expect(gradients).to_contain_text(
        "dW1 and db1 are wrong, dW2 and db2 are right: the error starts in the hidden layer."
    )
    expect(gradients).to_contain_text("The worst is db1[1]: backpropagation gives −0.01701, the loss gives −0.00287.")
    table = backward.place.get_by_role("table", name="Gradient check", exact=True)
    verdicts = {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").all_inner_texts()[-1]
        for row in table.get_by_role("row").all()
        if row.get_by_role("cell").count()
    }
    assert {name for name, verdict in verdicts.items() if verdict == "right"} == {"dW2[0,0]", "dW2[1,0]", "db2[0]"}
    assert len(verdicts) == 9
    assert backward.lines, "the editor is still open"
