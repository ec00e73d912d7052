"""The command line: what each of build.py's commands does, in the order in which it does it.

Imports of modules that need the environment stand inside the commands: this file itself runs on a bare Python.
"""

import argparse
import signal
import sys
from pathlib import Path

from .environment import enter
from .paths import DIST
from .problem import Problem
from .serve import LAST_PORT


def run(arguments: list[str]) -> int:
    """Runs one command; returns the exit code."""
    options = _parse(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite end cleans up as Ctrl-C does
    try:
        return int(options.command(options) or 0)
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. Nothing half-made is left behind; run the same command again to go on.", file=sys.stderr)
    except OSError as error:
        if error.errno is None:
            raise
        where = f" ({error.filename})" if error.filename else ""
        print(f"\n{error.strerror}{where}. Nothing half-made is left behind.", file=sys.stderr)
    return 1


def build(options: argparse.Namespace) -> None:
    """Assembles the site."""
    enter("build")
    from .assemble import assemble
    from .say import say

    say(f"The site is in {assemble(options.out, options.plain)}.")


def serve(options: argparse.Namespace) -> None:
    """Assembles the site and serves it until Ctrl-C."""
    enter("build")
    from .live import serve_forever

    serve_forever(options.out, options.port, options.plain)


def test(options: argparse.Namespace) -> int:
    """Runs every check and every test."""
    enter("test")
    from .checks import run_all

    return run_all(options.rest, fix=options.fix)


def bench(options: argparse.Namespace) -> int:
    """Prints the benchmarks."""
    enter("test")
    from .checks import run_bench

    return run_bench(options.rest)


def _parse(arguments: list[str]) -> argparse.Namespace:
    """The options; what `test` and `bench` do not know is in `rest`, for the program that they start."""
    options, rest = _parser().parse_known_args(arguments)
    options.rest = rest
    if rest and options.command not in (test, bench):
        _parser().error(f"unknown: {' '.join(rest)}")
    return options


def screenshot(options: argparse.Namespace) -> None:
    """Makes the README's picture of the page again."""
    enter("test")
    from .assemble import assemble
    from .say import say
    from .screenshot import screenshot as picture

    say(f"The picture is {picture(assemble(DIST))}.")


def port(text: str) -> int:
    """The port that the text names."""
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a whole number from 1 to {LAST_PORT}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="build.py", description="Builds, serves and tests Glassnet.")
    commands = parser.add_subparsers(required=True, metavar="build | serve | test | bench | screenshot")
    add = commands.add_parser
    every = (build, serve, test, bench, screenshot)
    parsers = {do: add(do.__name__, help=do.__doc__, description=do.__doc__) for do in every}
    for do, command in parsers.items():
        command.set_defaults(command=do)
    for do in (build, serve):
        parsers[do].add_argument("--out", type=Path, default=DIST, help="the folder to build into (dist)")
        parsers[do].add_argument("--plain", action="store_true", help="without snapshot and shortened JavaScript")
    parsers[serve].add_argument("--port", type=port, default=8000, help="the port to try first (8000)")
    parsers[test].add_argument("--fix", action="store_true", help="first repair what ruff and Biome can repair")
    parsers[test].epilog = "Anything else is passed on to pytest, and then only the site's build and pytest run."
    parsers[bench].epilog = "Anything else is passed on to the benchmarks."
    return parser
