"""All checks of the compiler that need Pyodide's own NumPy, in one start: ``answer`` has what failed, by the check."""
# ruff: noqa: F821

import json
from array import array
from contextlib import redirect_stdout
from io import StringIO
from itertools import islice

import numpy as np

from glassnet.compiler import answers as answering
from glassnet.compiler import sums
from glassnet.compiler.batches import BatchesPlan
from glassnet.compiler.calls import CompiledCall
from glassnet.compiler.capturing import capture
from glassnet.compiler.checking import same_bits, same_results
from glassnet.compiler.emitting import emit_loops
from glassnet.compiler.graph import Graph
from glassnet.compiler.networks import Networks
from glassnet.compiler.plans import Given
from glassnet.compiler.training import CompiledTraining
from glassnet.run import Run
from glassnet.sweeps.seeds import Seeds, kept_epochs
from glassnet.timeline import FIRST
from machine import EXP_TABLE, Machine
from operations import cases
from readers import LOSS, VERSIONS
from ways import differences, run

EPOCHS = 9
drawn = json.loads(given)
MACHINE = Machine()


def trained(chosen, machine, frozen=(), versions=None, epochs=EPOCHS, between=lambda: None):
    """A run whose epochs are compiled where they can be: its losses, the network, and the reason if they are not."""
    run_ = Run(chosen, frozen=frozen, versions=versions)
    np.random.set_state(run_.random)
    compiled = CompiledTraining(run_.training, machine)
    losses = array("d")
    compiled.run(epochs // 2, losses)
    between()
    compiled.run(epochs - len(losses), losses)
    return losses, run_, compiled


def plain(chosen, frozen=(), versions=None, epochs=EPOCHS):
    """The same by NumPy."""
    run_ = Run(chosen, frozen=frozen, versions=versions)
    np.random.set_state(run_.random)
    return list(islice(run_.training, epochs)), run_


def differs(chosen, machine, **options):
    """Whether compiled training gives other bits than NumPy, and the reason of the compiled one."""
    losses, ours, compiled = trained(chosen, machine, **options)
    drawn_next = np.random.rand()
    options.pop("between", None)
    expected, theirs = plain(chosen, **options)
    same = same_bits(np.array(losses, float).ravel(), np.array(expected, float).ravel())
    same = same and same_results(ours.training.network, theirs.training.network)
    same = same and same_results((ours.training.X, ours.training.y), (theirs.training.X, theirs.training.y))
    same = same and same_results(ours.training.state, theirs.training.state) and drawn_next == np.random.rand()
    return not same, compiled.reason


def operations():
    """Every operation, on awkward shapes and special numbers."""
    for name, function, arrays in cases(np.random.RandomState(3)):
        yield from (f"{name}: {text}" for text in differences(function, arrays, MACHINE))


def functions_of_four():
    """exp and tanh, on numbers of many kinds: alone, and among others that go through another branch."""
    random = np.random.RandomState(0)
    sizes = np.exp(random.uniform(-40, 6.5, 150_000)) * random.choice([-1, 1], 150_000)
    bits = random.randint(0, 2**63 - 1, 100_000, dtype=np.int64).view(np.float64)
    bounds = [0.2554, 0.5493, 6.75, 19.0, 20.0, 22.0, 40.0, 0.17328682, 2.0**-50, 2.0**-55, 2.0**-1022, 512.0, 708.4]
    bounds += [0.5 * (n + 0.5) * np.log(2) for n in range(58)]  # where tanh takes ln 2 out once more
    special = [0.0, -0.0, 5e-324, -5e-324, np.inf, -np.inf, np.nan, 1e308, 745.1, *[0.3] * 20, 30.0, *[-0.0] * 13]
    near = [one * (1 + step * 2.0**-46) for one in bounds for step in range(-100, 100)]
    x = np.concatenate(
        [random.randn(150_000), random.uniform(-30, 30, 150_000), sizes, bits, near, np.negative(near), special]
    )
    for function in (np.exp, np.tanh):
        names = {"np": np, "function": function}
        captured = capture(lambda x, function=function: [function(x)], {"x": x[None]}, names, {})
        captured.outputs = [captured.result[0].node()]
        ours = run(captured, emit_loops(captured.work, MACHINE.target), {"x": x[None]}, MACHINE)
        if not same_bits(ours, function(x)):
            yield function.__name__


def programs():
    """Drawn exercises: parameters, optimizer state, losses and random numbers, epoch by epoch."""
    machines = [MACHINE, Machine(exp_table=0), MACHINE, Machine(wide=False)]
    for place, (chosen, frozen) in enumerate(drawn):
        different, reason = differs(chosen, machines[place % len(machines)], frozen=frozen)
        if different or (reason and "operations" not in reason):
            yield f"{chosen}, frozen {frozen}: different {different}, {reason}"


def readers_versions():
    """Versions that compile, and versions that NumPy must run: with the reason, and with all that they do besides."""
    for name, (function, text, expected) in VERSIONS.items():
        versions = {function: text}
        different, reason = differs({}, MACHINE, versions=versions)
        if different or (expected not in reason if expected else reason):
            yield f"{name}: different {different}, {reason!r}"
        _, ours, _ = trained({}, MACHINE, versions=versions)
        _, theirs = plain({}, versions=versions)
        if repr(ours.program.names.get("seen")) != repr(theirs.program.names.get("seen")):
            yield f"{name}: {ours.program.names['seen']}; expected {theirs.program.names['seen']}"


def planted_faults():
    """A wrong order of a sum, a wrong constant, a wrong table, an engine that refuses: NumPy, and a reason."""
    points = {"dataset": "moons", "points": 40, "hidden": [3], "rate": 0.5}
    number = Graph.number

    class Refusing(Machine):
        def function(self, wasm, imports):
            raise RuntimeError("CompileError: no WebAssembly here")

    def check(name, machine=MACHINE):
        different, reason = differs(points, machine)
        if different or not reason:
            yield f"{name}: different {different}, {reason!r}"

    yield from check("a table of another function", Machine(exp_table=EXP_TABLE + 16))
    yield from check("an engine that refuses", Refusing())
    for name, owner, attribute, wrong in (
        ("an order", sums, "BLOCK_LENGTH", 16),
        ("a constant", Graph, "number", lambda self, value: number(self, np.nextafter(value, 9.0))),
    ):
        right = getattr(owner, attribute)
        setattr(owner, attribute, wrong)
        yield from check(f"{name} that is wrong", Machine())
        setattr(owner, attribute, right)


def grown_memory():
    """Memory that grows between two slices."""
    kept, pages = [], memory_pages()
    different, reason = differs({}, MACHINE, between=lambda: kept.append(np.ones(20_000_000)))
    if memory_pages() <= pages:
        yield "the memory did not grow"
    if different or reason:
        yield f"different {different}, {reason!r}"


def slices():
    """Training as the page does it: in slices, with checkpoints, and from a checkpoint on."""
    for chosen in (
        {},
        {"optimizer": "adam", "schedule": "cosine"},
        {"batch": 3, "dropout": 0.2, "hidden": [5]},
        MANY_BATCHES | {"optimizer": "adam", "points": 24},
    ):
        found = []
        for machine in (None, MACHINE):
            run_ = Run(chosen)
            early, _ = run_.train(1e9, FIRST - 1, 4, machine)  # of these, compiled epochs are not kept
            first, kept = run_.train(1e9, 900, 4, machine)
            again = run_.at(run_.checkpoint())
            second, _ = run_.train(1e9, 1020, 0, machine)
            third, _ = again.train(1e9, 1020, 0, machine)
            found.append(
                [early, first, second, third, kept.together(), run_.checkpoint(), again.checkpoint(), run_.ask(run_.X)]
            )
            if run_.not_compiled and machine:
                yield f"{chosen}: {run_.not_compiled}"
        if not same_results(*found) or not same_bits(found[1][2], found[1][3]):
            yield f"{chosen}: other numbers"


MANY_BATCHES = {"dataset": "moons", "points": 303, "hidden": [6], "batch": 5, "rate": 0.5}


def batches():
    """Epochs of many batches, of which one is compiled: with a smaller last one, with all that is drawn and counted."""
    for chosen in (
        {},
        {"batch": 7, "dropout": 0.2, "optimizer": "adam", "schedule": "cosine", "clip": 0.5},
        {"batch": 40, "hidden": [4] * 12, "activation": "tanh", "optimizer": "momentum", "l2": 0.01},
        {"hidden": [5, 3], "activation": "tanh", "optimizer": "adamw", "schedule": "step", "epochs": 12},
        {"dataset": "blobs", "points": 200, "batch": 9, "optimizer": "rmsprop", "l1": 0.01},
    ):
        different, reason = differs(MANY_BATCHES | chosen, MACHINE, frozen=["W1[0,1]"])
        plan = trained(MANY_BATCHES | chosen, MACHINE)[2].plan
        if different or reason or not isinstance(plan, BatchesPlan):
            yield f"{chosen}: different {different}, {reason!r}, {plan}"
    for name in ("the same", "noise that is an input", "a print", "a list that grows", "a count in a closure"):
        function, text, expected = VERSIONS[name]
        different, reason = differs(MANY_BATCHES, MACHINE, versions={function: text})
        if different or (expected not in reason if expected else reason):
            yield f"{name}: different {different}, {reason!r}"
    for text in (LOSS, "seen = []\n" + LOSS.replace("    return", "    seen.append(1)\n    return")):
        runs = [trained(MANY_BATCHES, machine, versions={"compute_loss": text}) for machine in (MACHINE, None)]
        seen = [repr(one.program.names.get("seen")) for _, one, _ in runs]
        if runs[0][0] != runs[1][0] or seen[0] != seen[1] or ("seen" in text) != bool(runs[0][2].reason):
            yield f"{text}: {seen}, {runs[0][2].reason!r}"
    fill = Given.fill
    Given.fill = lambda self, count, order=None: fill(self, count, order if order is None else order[::-1])
    different, reason = differs(MANY_BATCHES, MACHINE)
    Given.fill = fill
    if different or "another" not in reason:
        yield f"the rows in a wrong order: different {different}, {reason!r}"


def shared_plans():
    """Another seed, rate or number of epochs uses what was compiled before."""
    for chosen in ({}, {"schedule": "cosine"}, {"optimizer": "adam", "schedule": "exponential"}):
        plans = []
        for other in ({}, {"seed": 5}, {"rate": 0.3}, {"epochs": 57}):
            different, reason = differs(chosen | other, MACHINE)
            plans.append(trained(chosen | other, MACHINE)[2].plan)
            if different or reason or plans[-1] is not plans[0]:
                yield f"{chosen | other}: different {different}, {reason!r}, same plan {plans[-1] is plans[0]}"


def networks():
    """Many networks at once, each to the bit what it is by itself."""
    for chosen in ({}, {"optimizer": "adam", "schedule": "cosine", "activation": "tanh"}):
        runs = [Run(chosen | {"seed": seed}) for seed in range(5)]
        starts = {name: np.stack([one.training.network[name] for one in runs]) for name in runs[0].training.network}
        compiled = CompiledTraining(runs[0].training, MACHINE)
        compiled.run(4, array("d"))
        many = Networks(compiled, starts, MACHINE)
        losses = np.concatenate([many.run(30), many.run(30)])
        for place, one in enumerate([Run(chosen), *runs[1:]]):
            network = one.training.network
            network.update({name: array[place].copy() for name, array in starts.items()})
            expected = list(islice(one.training, 60))
            ours = {name: array[place] for name, array in many.parameters.items()}
            if not same_bits(losses[:, place], np.ravel(expected)) or not same_results(ours, one.training.network):
                yield f"{chosen}, network {place}"


SEEDS = (
    *({}, {"hidden": [4], "optimizer": "adam", "schedule": "step", "activation": "tanh"}, {"hidden": []}),
    *({"batch": 2}, {"dropout": 0.3, "hidden": [3]}, {"dataset": "spirals", "points": 40, "hidden": [8, 8]}),
    *({"initializer": "zeros", "epochs": 2}, {"optimizer": "momentum", "l2": 0.01, "held_rows": [1]}),
    {"rate": 1e200, "loss": "binary_cross_entropy", "output": "linear"},
    *({"dataset": "addition", "hidden": [4]}, {"dataset": "symmetry", "held_rows": [5, 63], "batch": 7}),
)
ONE_BY_ONE = "batch", "dropout", "dataset", "initializer"  # choices whose runs are not trained together


def seeds():
    """The runs of many seeds, each to the bit what NumPy gives by itself: the curve, the last loss, and the outcome."""
    versions_of_readers = [dict([VERSIONS[name][:2]]) for name in ("momentum by hand", "a print", "new networks")]
    for chosen, frozen, versions in [
        *((chosen, (), {}) for chosen in SEEDS),
        ({}, ["W1[0,1]"], {}),
        ({}, [f"W1[{row},{column}]" for row in range(2) for column in range(2)], {}),
        *(({}, (), one) for one in versions_of_readers),
    ]:

        def fresh(seed, chosen=chosen, frozen=frozen, versions=versions):
            return Run({"epochs": 130} | chosen | {"seed": seed}, frozen=frozen, versions=versions)

        ours, theirs = [], []
        for machine, found in ((MACHINE, ours), (None, theirs)):
            many = Seeds(fresh, [3, 42, 7, 2**32 - 1, 0], machine)
            if (
                machine
                and not frozen
                and not versions
                and (many.way == "together") != ({*ONE_BY_ONE}.isdisjoint(chosen))
            ):
                yield f"{chosen}: {many.way}, {many.reason}"
            with redirect_stdout(StringIO()):
                while not many.ended:
                    found.extend(many.on(5))
        for one, other_way in zip(ours, theirs, strict=True):
            run_ = fresh(one.seed)
            with redirect_stdout(StringIO()):
                losses, _ = run_.train(1e9, run_.choices["epochs"])
            expected = [*losses, run_.frame([], {})["loss"]] if np.isfinite(losses[-1]) else None
            alone = expected is None or same_bits(one.curve, np.array(expected)[kept_epochs(run_.choices["epochs"])])
            alone = alone and (expected is None or one.loss == expected[-1])
            if not alone or one[:3:2] != other_way[:3:2] or not same_bits(one.curve, other_way.curve):
                yield f"{chosen}, {frozen}, seed {one.seed}, {many.way}: {one.loss}, {other_way.loss}"


def memory_pages():
    """The size of Pyodide's memory."""
    from js import machine

    return machine.pages()


def single_calls():
    """A grid of predictions, and each step of an epoch."""
    run_ = Run({"dataset": "moons", "points": 200, "hidden": [8, 8], "activation": "tanh", "optimizer": "adam"})
    list(islice(run_.training, 2))
    names, network, X, y = run_.program.names, run_.training.network, run_.X, run_.y
    y_pred, cache = names["forward_propagation"](network, X)
    gradients = names["backward_propagation"](network, cache, X, y)
    calls = {
        "predict": (network, np.random.RandomState(1).randn(2500, 2)),
        "forward_propagation": (network, X),
        "compute_loss": (y, y_pred),
        "backward_propagation": (network, cache, X, y),
        "update_parameters": (network, gradients, 0.1, run_.training.state),
    }
    for name, args in calls.items():
        call = CompiledCall(names[name], names, MACHINE, least=0)
        for _ in range(3):
            ours, theirs = (copied(args) for _ in range(2))
            if not same_results((call(*ours), ours), (names[name](*theirs), theirs)) or call.reason:
                yield f"{name}: {call.reason}"


DECAYING = """def train_network(X, y, input_size, hidden_size, output_size, epochs, learning_rate):
    network = initialize_network(input_size, hidden_size, output_size)
    for epoch in range(epochs):
        y_pred, cache = forward_propagation(network, X)
        loss = compute_loss(y, y_pred)
        if loss < 0.05:
            break
        gradients = backward_propagation(network, cache, X, y)
        network = update_parameters(network, gradients, learning_rate * 0.99**epoch)
    return network
"""


def loops_of_the_readers_own():
    """Such a loop runs as it is written, and calls compiled functions; switched off, NumPy's."""
    chosen = {"dataset": "moons", "points": 400, "hidden": [32, 16], "rate": 0.01, "epochs": 60}
    found = []
    for machine in (None, MACHINE):
        run_ = Run(chosen, versions={"train_network": DECAYING})
        found.append([run_.train(1e9, until, 0, one)[0] for until, one in ((20, machine), (30, None), (60, machine))])
        found[-1].append(run_.checkpoint())
        calls = [run_.program.names[name] for name in ("forward_propagation", "backward_propagation")]
        reasons = [call.reason if isinstance(call, CompiledCall) else "not compiled" for call in calls]
        if reasons != ([""] * 2 if machine is not None else ["not compiled"] * 2):
            yield f"with {machine}: {reasons}"
    if not same_results(*found):
        yield "other numbers"
    small = Run({}, versions={"train_network": DECAYING})
    small.train(1e9, 20, 0, MACHINE)
    if isinstance(small.program.names["forward_propagation"], CompiledCall):
        yield "a small network's calls take longer on the way there"


def answers():
    """Grids of pictures, for two runs of one program, and for a version of the reader's."""
    grid = np.random.RandomState(2).randn(2500, 2)
    version = {"sigmoid": VERSIONS["the time"][1]}
    for versions in ({}, version):
        for seed in (1, 2):
            run_ = Run({"dataset": "moons", "hidden": [8, 8], "activation": "tanh", "seed": seed}, versions=versions)
            expected = run_.ask(grid)
            run_.compiled = CompiledTraining(run_.training, MACHINE)
            if not all(same_bits(run_.ask(grid), expected) for _ in range(2)):
                yield f"seed {seed}, versions {list(versions)}: other bits"
            compiled = answering.call_of(run_.program, MACHINE)
            if not versions and (compiled.reason or len(compiled.forms) != 1):
                yield f"seed {seed}: {compiled.reason!r}, {len(compiled.forms)} forms"


def copied(value):
    """Containers and arrays of its own."""
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    return tuple(map(copied, value)) if isinstance(value, tuple) else np.copy(value) if np.ndim(value) else value


CHECKS = (
    *(
        operations,
        functions_of_four,
        programs,
        readers_versions,
        planted_faults,
        grown_memory,
        single_calls,
        loops_of_the_readers_own,
        answers,
        slices,
        batches,
        shared_plans,
        networks,
        seeds,
    ),
)
found = {}
with np.errstate(all="ignore"):
    for check in CHECKS:
        found[check.__name__] = {"failures": list(check())[:5]}
answer = json.dumps(found)
