"""``python -m glassnet``: the tutorial's program, in a terminal (tutorial, step 9)."""

import runpy

from glassnet import tutorial


def main() -> None:
    """Trains the tutorial's network on XOR; prints the loss every 100 epochs and the predictions at the end."""
    runpy.run_path(tutorial.__file__, run_name="__main__")


if __name__ == "__main__":
    main()
