"""Plans a sweep, hands its tasks to an executor, and keeps what comes back.

An executor is anything with ``submit(function, *arguments)``, whose futures have ``add_done_callback(function)``,
``result()`` and ``cancel()``: ``cores.Cores``, Dask's ``Client``, or another.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from glassnet.sweeps.native.cores import Cores
from glassnet.sweeps.native.plan import Task, code_version
from glassnet.sweeps.native.results import Results, begun
from glassnet.sweeps.native.rows import OtherCode, file_of_failed, ready, run_task
from glassnet.sweeps.native.sample import Sample, sampled
from glassnet.sweeps.native.spec import Spec, spec_of
from glassnet.sweeps.native.training import reason_of

ON_CORES, ON_CLUSTER = 5.0, 10.0  # seconds that a task is to take
WINDOW = 64  # tasks that an executor has at a time, if it does not say how many workers it has


class Stopped(RuntimeError):
    """A sweep that was stopped before its end. What is done is kept."""


class Progress(NamedTuple):
    """How far a sweep is, in runs."""

    done: int
    failed: int
    of: int


def sweep(
    spec: Spec | Mapping[str, Any] | str | Path,
    out: str | Path,
    executor: Any = None,
    *,
    seconds: float | None = None,
    report: Callable[[Progress], None] | None = None,
    sample: Sample | None = None,
) -> Results:
    """Runs a sweep, or goes on with it where it was stopped. Returns its results.

    ``seconds`` is about how long a task is to take. ``report`` is told of each task that has come back. Raises
    ``BadSpec`` for a bad spec, before anything runs, ``Stopped`` after Ctrl-C or when the executor has lost its tasks,
    and ``OSError`` when the results cannot be written; the next call goes on from there.
    """
    checked = spec_of(spec)
    seconds = seconds or (ON_CLUSTER if executor is not None else ON_CORES)
    with given_or_cores(executor) as used:
        workers = workers_of(used)
        sample = sample or sampled(checked)  # while the workers start
        results = begun(Path(out), checked, sample.units(seconds, workers))
        if used is not executor:
            used.started()
        Gathering(results, used, 2 * workers if workers else WINDOW, report).run()
    return results


@contextmanager
def given_or_cores(executor: Any) -> Iterator[Any]:
    """The executor that was given, or all cores of this machine: these end with the sweep, at once if it is stopped."""
    if executor is not None:
        yield executor
        return
    cores = Cores()
    try:
        cores.start(ready)
        yield cores
    except BaseException:
        cores.shutdown(kill=True)
        raise
    cores.shutdown()


def workers_of(executor: Any) -> int:
    """How many tasks an executor runs at a time, as far as it says; else 0."""
    if isinstance(executor, Cores):
        return executor.workers
    if hasattr(executor, "nthreads"):  # Dask's
        return max(1, sum(executor.nthreads().values()))
    return int(getattr(executor, "_max_workers", 0))  # those of the standard library


class Gathering:
    """Hands out tasks, at most ``window`` at a time, so that memory does not grow with the plan."""

    def __init__(
        self, results: Results, executor: Any, window: int, report: Callable[[Progress], None] | None = None
    ) -> None:
        self.results, self.executor, self.window = results, executor, window
        self.report = report or (lambda progress: None)
        self.back: SimpleQueue[tuple[Task, Any] | None] = SimpleQueue()
        self.out: dict[str, Any] = {}
        self.done, self.failed = 0, 0
        self.interrupted = False

    def run(self) -> None:
        """Runs all tasks that are not done yet."""
        with self.first_interrupt():
            for task in self.results.tasks():
                if self.interrupted:
                    break
                if self.results.is_done(task):
                    self.count(task, 0)
                    continue
                self.hand_out(task)
                while len(self.out) >= self.window and not self.interrupted:
                    self.take_back()
            self.finish()
        if self.interrupted:
            raise Stopped(f"Stopped. {self.kept()}")

    def kept(self) -> str:
        """What is done, in words."""
        return f"{self.done:,} of {self.results.spec.runs:,} runs are done and kept."

    def hand_out(self, task: Task) -> None:
        """Gives a task to the executor."""
        try:
            future = self.executor.submit(run_task, task, code_version())
        except Exception as error:
            raise Stopped(f"The executor takes no more tasks ({reason_of(error)}). {self.kept()}") from error
        self.out[task.name] = future
        future.add_done_callback(lambda done: self.back.put((task, done)))

    def take_back(self) -> None:
        """Waits for a task, and keeps its file. One that failed has rows that say why."""
        came = self.back.get()
        if came is None:
            return
        task, future = came
        self.out.pop(task.name, None)
        if future.cancelled():
            if self.interrupted:
                return
            raise Stopped(f"The executor has lost its tasks. {self.kept()}")
        try:
            content, failed = future.result(), 0
        except OtherCode as error:
            raise Stopped(f"{error}. {self.kept()}") from error
        except Exception as error:
            content, failed = file_of_failed(task, reason_of(error)), task.runs
        self.results.write(task, content)
        self.count(task, failed)

    def count(self, task: Task, failed: int) -> None:
        """Counts a task that is done."""
        self.done += task.runs
        self.failed += failed
        self.report(Progress(self.done, self.failed, self.results.spec.runs))

    def finish(self) -> None:
        """Waits for what is out; after Ctrl-C only for what runs already."""
        if self.interrupted:
            for future in list(self.out.values()):
                future.cancel()
        while self.out:
            self.take_back()
            if self.interrupted:
                for future in list(self.out.values()):
                    future.cancel()

    @contextmanager
    def first_interrupt(self) -> Iterator[None]:
        """Lets the first Ctrl-C end the sweep after the tasks that run; the second one ends it at once."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.getsignal(signal.SIGINT)

        def interrupt(number: int, frame: Any) -> None:
            self.interrupted = True
            signal.signal(signal.SIGINT, before if callable(before) else signal.default_int_handler)
            self.back.put(None)

        signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
