"""The exercise on the page as a program, to be run where Python and this package are: same functions, same numbers.

It is meant to be read: data, the reader's own functions as they were written, and the training loop of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from glassnet.data.data import Data
from glassnet.data.datasets import OWN, is_table
from glassnet.programs.choices import CHOICES
from glassnet.programs.editing import EDITABLE

WIDEST = 100
FUTURE = re.compile(r"^from __future__ import .*\n?", re.MULTILINE)  # stands at the top of the program already

PACKAGE = re.compile(r"[^\s\"'\\]+")

DOCSTRING = '''"""{title}

Run it with Python 3.11 or newer and the package glassnet, which the page itself runs:

    python -m pip install {package}
"""
'''

PLAIN_IMPORTS = ["from glassnet import *", "from glassnet.training import training_epochs"]

# What the functions' own modules have is there for the reader's versions, too, as it is on the page.
IMPORTS = [
    "from glassnet.tables.activations import *",
    "from glassnet.programs.editing import use",
    "from glassnet.network import *",
    "from glassnet.training import *",
]

# The choices that training takes, by what it calls them.
IN_TRAINING = {
    **{name: name for name in ("activation", "loss", "reduction", "optimizer", "schedule", "batch", "l1", "l2")},
    **{name: name for name in ("dropout", "clip", "seed")},
    "output": "output_activation",
}


def program(
    chosen: Mapping[str, Any],
    data: Data,
    own: str | None = None,
    functions: Mapping[str, str] | None = None,
    frozen: list[str] | None = None,
    package: str = "glassnet",
) -> str:
    """The program that trains a network of these checked choices on this data, from its first epoch to its last.

    ``functions`` are the reader's versions by name, each a text that has stood its trial; ``own`` is the text of the
    reader's own data, ``frozen`` the labels of parameters that stay as they are, ``package`` what pip is to install: a
    name, or the address of a wheel. Raises ``ValueError`` for a package that is neither.
    """
    if not PACKAGE.fullmatch(package):
        raise ValueError(f"package is {package!r}; expected a name, or an address without spaces and quotes")
    versions = {name: str(functions[name]) for name in EDITABLE if name in functions} if functions else {}
    imports, lines = data_lines(chosen, data, own)
    imports = sorted({*imports, *(IMPORTS if versions else PLAIN_IMPORTS)})
    if frozen:
        imports.append("from glassnet.checks import masks_at")
    parts = [
        DOCSTRING.format(title="A network of Glassnet, as a program.", package=package),
        ("from __future__ import annotations\n\n" if versions else "") + "\n".join(sorted(imports)) + "\n",
        lines,
        *(f"\n{FUTURE.sub('', text).strip()}\n" for text in versions.values()),
    ]
    if versions:
        takers = ", ".join(f"{name}={name}" for name in versions)
        parts.append(f"\n# From here on they take the place of the package's own.\nuse({takers})\n")
    parts.append(training_lines(chosen, data, frozen or []))
    return "\n".join(parts)


def data_lines(chosen: Mapping[str, Any], data: Data, own: str | None) -> tuple[list[str], str]:
    """What is to be imported for the data, and the lines that make X and y: the rows to train on."""
    if is_table(chosen["dataset"]):
        X, y = data.training
        return [], f"X = np.array({rows_of(X)})\ny = np.array({rows_of(y)})\n"
    names = ["dataset"] if chosen["dataset"] == OWN else ["dataset", "points", "noise", "held_out", "data_seed"]
    asked = {name: chosen[name] for name in names if name == "dataset" or chosen[name] != CHOICES[name].default}
    arguments = [f"checked({said(asked)})"]
    text = ""
    if chosen["dataset"] == OWN:
        text = f"DATA = {literal(str(own))}\n"
        arguments.append("DATA")
    imports = ["from glassnet.programs.choices import checked", "from glassnet.data.datasets import data_of"]
    return imports, f"{text}X, y = {called('data_of', arguments)}.training\n"


def training_lines(chosen: Mapping[str, Any], data: Data, frozen: list[str]) -> str:
    """The lines that initialize, train and ask the network."""
    X, y = data.training
    hidden = chosen["hidden"][0] if len(chosen["hidden"]) == 1 else chosen["hidden"]
    start = [said(X.shape[1]), said(hidden), said(y.shape[1]), *keywords(chosen, {"initializer": "initializer"})]
    start += keywords(chosen, {"seed": "seed"})
    training = [f"epochs={chosen['epochs']}", f"learning_rate={said(chosen['rate'])}", *keywords(chosen, IN_TRAINING)]
    if frozen:
        training.append(f"frozen=masks_at(network, {said(frozen)})")
    functions = keywords(chosen, {"activation": "activation", "output": "output_activation"})
    return f"""network = {called("initialize_network", start)}
for record in {called("training_epochs", ["network", "X", "y", *training])}:
    if record.epoch % 100 == 0:
        print(f"Epoch {{record.epoch}}, Loss: {{record.loss}}")

predictions = {called("predict", ["network", "X", *functions])}
loss = {called("compute_loss", ["y", "predictions", *keywords(chosen, {"loss": "loss"})])}
print(f"Epoch {chosen["epochs"]}, Loss: {{loss}}")
print(f"Predictions: \\n{{predictions}}")
"""


def keywords(chosen: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """The choices that are not the tutorial's, as arguments under their names in the functions."""
    return [f"{name}={said(chosen[key])}" for key, name in names.items() if chosen[key] != CHOICES[key].default]


def called(function: str, arguments: list[str]) -> str:
    """A call, on one line where that is not too wide."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) <= WIDEST:
        return line
    return f"{function}(\n" + "".join(f"    {argument},\n" for argument in arguments) + ")"


def said(value: Any) -> str:
    """A number, a name, or several, as Python has them."""
    return json.dumps(value, ensure_ascii=False)


def rows_of(array: Any) -> str:
    """A small table as Python has it; whole numbers as such."""
    return said([[int(value) if value == int(value) else value for value in row] for row in array.tolist()])


def literal(text: str) -> str:
    """A text as Python has it: line by line where it can stand so, and mean the same."""
    plain = text.isprintable() or all(line.isprintable() for line in text.replace("\t", " ").split("\n"))
    if plain and "\\" not in text and '"""' not in text and not text.endswith('"'):
        return f'"""\\\n{text}"""'
    return repr(text)
