"""The tutorial's steps 4, 6, 8 and 9, written out in its own style for one hidden layer more, and tanh.

Runs in the page's engine, after the tutorial, whose module is `tutorial`.
"""
# ruff: noqa: F821, RUF059

import numpy as np

from glassnet.programs.written import program


def deep_forward_propagation(network, X):
    """Step 4."""
    W1, b1 = network["W1"], network["b1"]
    W2, b2 = network["W2"], network["b2"]
    W3, b3 = network["W3"], network["b3"]

    # Input to first hidden layer
    z1 = np.dot(X, W1) + b1
    a1 = np.tanh(z1)

    # First to second hidden layer
    z2 = np.dot(a1, W2) + b2
    a2 = np.tanh(z2)

    # Second hidden to output layer
    z3 = np.dot(a2, W3) + b3
    a3 = tutorial.sigmoid(z3)

    cache = (z1, a1, z2, a2, z3, a3)
    return a3, cache


def deep_backward_propagation(network, cache, X, y):
    """Step 6."""
    W2, W3 = network["W2"], network["W3"]
    z1, a1, z2, a2, z3, a3 = cache

    # Output layer error
    error = y - a3
    delta3 = error * tutorial.sigmoid_derivative(a3)

    # Hidden layers' errors
    delta2 = np.dot(delta3, W3.T) * (1 - a2**2)
    delta1 = np.dot(delta2, W2.T) * (1 - a1**2)

    return {
        "dW1": np.dot(X.T, delta1),
        "db1": np.sum(delta1, axis=0, keepdims=True),
        "dW2": np.dot(a1.T, delta2),
        "db2": np.sum(delta2, axis=0, keepdims=True),
        "dW3": np.dot(a2.T, delta3),
        "db3": np.sum(delta3, axis=0, keepdims=True),
    }


def deep_train_network(X, y, input_size, hidden_size, output_size, epochs, learning_rate):
    """Step 8, with step 7 in it."""
    network = program(hidden=hidden_size).initialize_network(input_size, hidden_size, output_size)
    for epoch in range(epochs):
        y_pred, cache = deep_forward_propagation(network, X)
        loss = tutorial.compute_loss(y, y_pred)
        if epoch % 100 == 0:
            print(f"Epoch {epoch}, Loss: {loss}")
        gradients = deep_backward_propagation(network, cache, X, y)
        for name in network:
            network[name] += learning_rate * gradients["d" + name]
    return network


def deep_predict(network, X):
    """Step 9."""
    y_pred, _ = deep_forward_propagation(network, X)
    return y_pred
