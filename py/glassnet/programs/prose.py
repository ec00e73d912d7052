"""What the page and a notebook say of each step: the tutorial's own sentences, and a word of why."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """A step of the tutorial: its title, and its paragraphs, which hold for every exercise."""

    title: str
    sentences: tuple[str, ...]


STEPS = [
    Step(
        "Import libraries", ("NumPy multiplies whole tables of numbers at once. The network needs no other library.",)
    ),
    Step(
        "Initialize the network",
        (
            "We initialize the network with random weights and biases.",
            "If all weights were equal, every hidden neuron would compute the same thing, and learn the same "
            "thing. The seed decides which random numbers are drawn, so that a run can be repeated.",
        ),
    ),
    Step(
        "Activation functions",
        (
            "An activation function bends the sum that a neuron computes. Without it, several layers would be no "
            "more than one straight line, and no straight line solves XOR.",
            "The derivative says how much the output changes when the sum changes.",
        ),
    ),
    Step(
        "Forward propagation",
        (
            "Each neuron in a layer performs a weighted sum of its inputs, applies an activation function, and "
            "passes the result to the next layer.",
            "All rows pass at once. The cache keeps every sum and every activation, because backpropagation needs"
            " them.",
        ),
    ),
    Step(
        "Loss function",
        (
            "The loss function measures how well the network’s predictions match the actual data. Training makes "
            "this one number smaller.",
        ),
    ),
    Step(
        "Backpropagation",
        (
            "Backpropagation computes the gradient of the loss with respect to each weight. The error at the output "
            "goes back through the same weights that carried the signal forward.",
            "The tutorial’s gradients point downhill, so that the update adds them.",
        ),
    ),
    Step(
        "Update weights",
        (
            "The update adjusts the weights and biases using the computed gradients. A learning rate that is too small "
            "takes for ever; one that is too large jumps over the valley.",
        ),
    ),
    Step(
        "Training function",
        (
            "Training performs forward propagation, computes the loss, performs backpropagation, and updates the "
            "weights, again and again. One round over all rows is an epoch.",
        ),
    ),
    Step("Test the network", ("The trained network predicts by forward propagation.",)),
    Step("The program", ("It learns from this data, and then makes its predictions.",)),
]
