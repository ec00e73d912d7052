"""``python -m glassnet``: the tutorial's program, in a terminal (tutorial, step 9); with a command, sweeps."""

import runpy
import sys

from glassnet import tutorial
from glassnet.sweeping import missing


def main(arguments: list[str] | None = None) -> int:
    """Trains the tutorial's network on XOR: prints the loss every 100 epochs and the predictions at the end.

    With arguments, such as ``sweep spec.toml``, it runs that command (``sweeps/native/command.py``).
    """
    if not arguments:
        runpy.run_path(tutorial.__file__, run_name="__main__")
        return 0
    try:
        from glassnet.sweeps.native.command import run
    except ModuleNotFoundError as error:
        print(missing(error), file=sys.stderr)
        return 2
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
