"""``python -m glassnet``: the tutorial's program, in a terminal (tutorial, step 9)."""

from glassnet import np, predict, train_network


def main() -> None:
    """Train the tutorial's network on XOR, printing the loss every 100 epochs and the predictions at the end."""
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    trained_network = train_network(X, y, input_size=2, hidden_size=2, output_size=1, epochs=10000, learning_rate=0.1)
    print(f"Predictions: \n{predict(trained_network, X)}")


if __name__ == "__main__":
    main()
