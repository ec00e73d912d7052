"""Versions that a reader may write: the function, its text, and part of the reason why NumPy runs it, if it does."""
# ruff: noqa: E501

SIGMOID = "def sigmoid(x):\n    return 1 / (1 + np.exp(-x))\n"
LOSS = "def compute_loss(y_true, y_pred):\n    return np.mean((y_true - y_pred) ** 2)\n"


def sigmoid(before="", inside="", given="1 / (1 + np.exp(-x))"):
    """A version of the sigmoid."""
    lines = "".join(f"    {line}\n" for line in inside.splitlines())
    return "sigmoid", f"{before}def sigmoid(x):\n{lines}    return {given}\n"


VERSIONS = {
    "the same": (*sigmoid(), ""),
    "tanh": (*sigmoid(given="np.tanh(x)"), ""),
    "a helper and a loop": (
        *sigmoid("def helper(x):\n    return np.exp(-x)\n", "for _ in range(2):\n    y = helper(x)", "1 / (1 + y)"),
        "",
    ),
    "in place": (*sigmoid(inside="y = x * 1\ny += 0.5\ny[y > 2] = 2", given="1 / (1 + np.exp(-y))"), ""),
    "a constant array": (*sigmoid("scale = np.array([1.5, 0.5])\n", given="1 / (1 + np.exp(-x)) * np.sum(scale)"), ""),
    "new networks": (
        "update_parameters",
        "def update_parameters(network, gradients, rate):\n"
        "    return {name: network[name] + rate * gradients['d' + name] for name in network}\n",
        "",
    ),
    "momentum by hand": (
        "update_parameters",
        "def update_parameters(network, gradients, rate):\n    for name in network:\n"
        "        network[name] += rate * gradients['d' + name] * 0.9\n    return network\n",
        "",
    ),
    "targets changed in place": ("compute_loss", LOSS.replace("    return", "    y_true *= 0.99\n    return"), ""),
    "a print": (*sigmoid(inside="print(x.shape)"), "a print (line 2 of sigmoid)"),
    "a branch on the numbers": (*sigmoid(inside="if np.mean(x) > 0:\n    x = x * 2"), "depends on the numbers (line 2 of sigmoid)"),
    "a list that grows": (*sigmoid("seen = []\n", "seen.append(len(x))"), "a list that grows"),
    "a changed global": (*sigmoid("seen = 0\n", "global seen\nseen += 1"), "a change to a global variable"),
    "a count that is used": (*sigmoid("seen = [0]\n", "seen[0] += 1", "1 / (1 + np.exp(-x / seen[0]))"), "a list that grows"),
    "a count in a default": (*sigmoid("", "", "1 / (1 + np.exp(-x))")[:1], "def sigmoid(x, seen=[0]):\n    seen[0] += 1\n    return 1 / (1 + np.exp(-x / seen[0]))\n", "a list that grows"),
    "a count in a closure": ("sigmoid", "def make():\n    n = 0\n    def f(x):\n        nonlocal n\n        n += 1\n        return 1 / (1 + np.exp(-x / n))\n    return f\nsigmoid = make()\n", "a count"),
    "a count on a function": ("sigmoid", "def sigmoid(x):\n    sigmoid.n += 1\n    return 1 / (1 + np.exp(-x / sigmoid.n))\nsigmoid.n = 0\n", "a count"),
    "a count in an object": ("sigmoid", "class Counter:\n    n = 0\nc = Counter()\ndef sigmoid(x):\n    c.n += 1\n    return 1 / (1 + np.exp(-x / c.n))\n", "a count"),
    "an iterator": ("sigmoid", "import itertools\nc = itertools.count(1)\ndef sigmoid(x):\n    return 1 / (1 + np.exp(-x / next(c)))\n", "an iterator"),
    "random numbers of NumPy": (*sigmoid(inside="x = x + 0.01 * np.random.normal()"), "np.random.normal (line 2 of sigmoid)"),
    "noise that is an input": (*sigmoid(inside="x = x + 0.01 * np.random.randn(*x.shape)"), ""),
    "random numbers of Python": (*sigmoid("import random\nrandom.seed(3)\n", "x = x + random.random()"), "a random number"),
    "a taken function of random numbers": (*sigmoid("from numpy.random import rand\n", "x = x + rand()"), "a random number"),
    "the time": (*sigmoid("import time\n", "t = time.perf_counter()", "np.where(x == x, 1 / (1 + np.exp(-x)), t)"), "each time"),
    "an unknown function": (*sigmoid(given="1 / (1 + np.exp(-np.cumsum(x) [0] * x))"), "np.cumsum (line 2 of sigmoid)"),
    "an error that is caught": (*sigmoid(inside="try:\n    m = float(np.mean(x))\nexcept TypeError:\n    m = 0.0", given="1 / (1 + np.exp(-x)) + m"), "depends on the numbers"),
    "text": (*sigmoid(inside="f'{x}'"), "a text or a plain number that depends on the numbers"),
    "a loop over rows": (*sigmoid(inside="y = [1 / (1 + np.exp(-row)) for row in x]", given="np.array(y)"), "depends on the numbers"),
}  # fmt: skip
