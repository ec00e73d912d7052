"""All cores of this machine as an executor: ``concurrent.futures.ProcessPoolExecutor``, which outlives its workers.

When a worker dies, the standard pool gives up all that it had. Here, what was under way then is run again, one task
after another, each alone: so the task that kills its worker is found, and only that one fails.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import RLock
from typing import Any

DEATHS = 2  # of a worker with nothing else to do, until a task is given up


class WorkerDied(RuntimeError):
    """A task whose worker died each time."""


class Job:
    """A task on its way: what the caller waits for, and how often its worker died while it was alone."""

    def __init__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        self.function, self.arguments = function, arguments
        self.answer: Future[Any] = Future()
        self.deaths, self.alone = 0, False
        self.pool: ProcessPoolExecutor | None = None


class Cores:
    """Runs tasks on ``workers`` processes; without a number, on as many as this process may use cores."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or usable_cores()
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[Job] = deque()
        self._suspects: deque[Job] = deque()
        self._starting: list[Future[Any]] = []
        self._out = 0  # jobs that a pool has
        self._lock = RLock()

    def start(self, ready: Callable[[], Any] = os.getpid) -> None:
        """Starts all workers and does not wait for them. Each calls ``ready``, to import what its tasks need."""
        self._starting = [self.submit(ready) for _ in range(self.workers)]

    def started(self) -> None:
        """Waits until a worker that was to start is there. Raises ``RuntimeError`` if none can start."""
        try:
            for answer in self._starting[:1]:
                answer.result()
        except WorkerDied as error:
            raise RuntimeError(
                "no worker process can start. A script that sweeps needs its calls below "
                "`if __name__ == '__main__':`, because each worker imports the script."
            ) from error

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Runs a function of a module in a worker."""
        job = Job(function, arguments)
        with self._lock:
            self._waiting.append(job)
            self._next()
        return job.answer

    def shutdown(self, kill: bool = False) -> None:
        """Ends the workers: when they are done, or at once."""
        with self._lock:
            self._waiting.clear()
            pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((pool._processes or {}).values()) if kill else []
        for process in processes:
            process.kill()
        pool.shutdown(wait=not kill, cancel_futures=True)

    def _next(self) -> None:
        """Hands out what can be handed out now: a suspect only if nothing else is out."""
        while self._waiting and self._waiting[0].answer.cancelled():
            self._waiting.popleft()
        if self._suspects:
            if not self._out:
                self._send(self._suspects.popleft(), alone=True)
        else:
            while self._waiting and self._out <= self.workers:
                self._send(self._waiting.popleft())

    def _send(self, job: Job, alone: bool = False) -> None:
        """Hands a job to the pool, to a new one if there is none or if it has just died."""
        if not alone and not job.answer.set_running_or_notify_cancel():
            return
        job.alone = alone
        self._out += 1
        for _ in range(2):
            job.pool = self._pool = self._pool or new_pool(self.workers)
            try:
                with no_interrupt():  # it may start workers
                    inner = self._pool.submit(job.function, *job.arguments)
                break
            except BrokenProcessPool:
                self._pool = None
        else:
            raise RuntimeError("worker processes die as soon as they start")
        inner.add_done_callback(lambda done: self._done(job, done))

    def _done(self, job: Job, inner: Future[Any]) -> None:
        """Takes what a pool gives back."""
        with self._lock:
            self._out -= 1
            error = None if inner.cancelled() else inner.exception()
            if inner.cancelled():
                job.answer.set_exception(WorkerDied("the sweep was stopped"))
            elif isinstance(error, BrokenProcessPool):
                self._pool = None if self._pool is job.pool else self._pool
                job.deaths += job.alone
                if job.deaths < DEATHS:
                    self._suspects.append(job)
                else:
                    job.answer.set_exception(WorkerDied(f"its worker process died {DEATHS} times while it ran alone"))
            elif error is not None:
                job.answer.set_exception(error)
            else:
                job.answer.set_result(inner.result())
            self._next()


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def new_pool(workers: int) -> ProcessPoolExecutor:
    """A pool of fresh processes: none has a copy of this one's threads and locks."""
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=leave_interrupts)


@contextmanager
def no_interrupt() -> Iterator[None]:
    """Holds Ctrl-C back. A process that is started meanwhile holds it back, too, until it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_interrupts() -> None:
    """Ctrl-C reaches the whole group of processes; the one that planned the sweep decides what becomes of its tasks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
