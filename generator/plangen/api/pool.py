"""Work done by several processes at once: one that dies takes nothing along but the piece that it was at.

A process takes one piece at a time, so it is known at which one it died; then another takes its place.  A piece and
what comes of it are small and of the kinds that JSON has, nothing is shared, so it is the same on every system.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from plangen.api.pool_worker import TOO_LONG
from plangen.terms.allowance import is_bound
from plangen.terms.own_python import own_python

MOST_SECONDS = 900.0
"""Longest time for a piece; a county takes one second, a scanned book of two hundred pages through LibreOffice some."""
MOST_PIECES = 200
"""After so many pieces a process makes room for a new one, so that nothing can pile up in it."""
_GRACE_SECONDS = 10.0
_STACK_BYTES = 512 * 1024
_GLANCE_SECONDS = 0.2  # on Windows Ctrl-C is not heard by a thread that waits without end
_PROGRAM = "from plangen.api.pool_worker import main\nmain(sys.argv[1], bounded=sys.argv[2] == 'bounded')\n"

Reply = Callable[[int, Mapping[str, Any]], Any]
"""Answers what a piece, given by its number, asks while it is done; called by several threads."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a piece of work.

    Attributes:
        number: of the piece, from 0.
        value: what the function returned; None where the process ended first.
        exit_code: with which it ended then, negative for a signal; None where it did not.
        late: it was ended for taking too long on the clock.
    """

    number: int
    value: Any = None
    exit_code: int | None = None
    late: bool = False

    @property
    def slow(self) -> bool:
        """Whether it was ended for taking more processor time than it may, see :mod:`plangen.terms.allowance`."""
        return self.exit_code is not None and self.exit_code in {TOO_LONG, -getattr(signal, "SIGXCPU", TOO_LONG)}


def usual_workers() -> int:
    """Return how many processes are used by default: as many as there are cores for this one."""
    with suppress(AttributeError, OSError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Processes that do pieces of work, started when there is some; leaving its block ends them.

    Args:
        work: the function that they run, ``module:name``; see :func:`plangen.api.pool_worker.main`.
        workers: most processes at a time; None: :func:`usual_workers`.
    """

    def __init__(self, work: str, workers: int | None = None) -> None:
        self._work = work
        self._most = max(1, workers or usual_workers())
        self._lock = threading.Lock()
        self._stopped = False
        self._busy: set[_Worker] = set()
        self._idle: list[_Worker] = []

    def __enter__(self) -> Pool:
        """Return the pool."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End its processes."""
        for worker in self._idle:
            worker.end()

    def run(self, pieces: Sequence[Mapping[str, Any]], reply: Reply | None = None) -> Iterator[Answer]:
        """Yield what comes of each piece of work, in the order in which they are done.

        Whoever stops listening, or is interrupted, ends the processes: each finishes the files that it is writing.

        Args:
            pieces: what the function is given, one by one.
            reply: see :data:`Reply`; without it nothing may be asked.
        """
        answers: queue.SimpleQueue[Answer | BaseException] = queue.SimpleQueue()
        threads = _started(
            min(self._most, len(pieces)), self._serve, iter(enumerate(pieces)), reply or _nothing, answers
        )
        try:
            for _ in pieces:
                yield self._next_answer(answers)
        except BaseException:
            self._stop(threads)
            raise
        finally:
            for thread in threads:
                thread.join()

    def _next_answer(self, answers: queue.SimpleQueue[Answer | BaseException]) -> Answer:
        """Wait for an answer; meanwhile end what takes too long."""
        while True:
            with suppress(queue.Empty):
                answer = answers.get(timeout=_GLANCE_SECONDS)
                if isinstance(answer, BaseException):
                    raise answer
                return answer
            with self._lock:
                for worker in self._busy:
                    worker.end_if_late()

    def _serve(
        self,
        waiting: Iterator[tuple[int, Mapping[str, Any]]],
        reply: Reply,
        answers: queue.SimpleQueue[Answer | BaseException],
    ) -> None:
        """Let one process after the other do pieces as long as there are any."""
        worker: _Worker | None = None
        try:
            while (piece := self._next_piece(waiting)) is not None:
                worker = worker or self._worker()
                answer = worker.do(*piece, reply)
                if answer.exit_code is not None or worker.done >= MOST_PIECES:
                    self._put_away(worker)
                    worker = None
                answers.put(answer)
        except BaseException as error:  # for instance: the system gives no more processes
            answers.put(error)
        finally:
            if worker is not None:
                self._put_away(worker, for_later=not self._stopped)

    def _next_piece(self, waiting: Iterator[tuple[int, Mapping[str, Any]]]) -> tuple[int, Mapping[str, Any]] | None:
        with self._lock:
            return None if self._stopped else next(waiting, None)

    def _worker(self) -> _Worker:
        with self._lock:
            worker = self._idle.pop() if self._idle else _Worker(self._work)
            self._busy.add(worker)
            if self._stopped:
                worker.interrupt()
            return worker

    def _put_away(self, worker: _Worker, *, for_later: bool = False) -> None:
        if not for_later:
            worker.end()
        with self._lock:
            self._busy.discard(worker)
            if for_later:
                self._idle.append(worker)

    def _stop(self, threads: Sequence[threading.Thread]) -> None:
        """Give out no more pieces, and end what is at work on one: soon, or at once where that does not help."""
        with self._lock:
            self._stopped = True
            for worker in self._busy:
                worker.interrupt()
        until = time.monotonic() + _GRACE_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            for worker in self._busy:
                worker.kill()


def _started(count: int, target: Callable[..., None], *given: object) -> list[threading.Thread]:
    """Return so many threads that have been started; they need little room, which may be bounded."""
    before = threading.stack_size(_STACK_BYTES)
    try:
        threads = [threading.Thread(target=target, args=given, daemon=True) for _ in range(count)]
        for thread in threads:
            thread.start()
    finally:
        threading.stack_size(before)
    return threads


def _nothing(_number: int, question: Mapping[str, Any]) -> Any:
    raise ValueError(f"nobody answers {question!r}")


class _Worker:
    """A process of the pool, and how many pieces it has done."""

    def __init__(self, work: str) -> None:
        self.done = 0
        self._late = False
        self._since: float | None = None
        self._process = subprocess.Popen(
            own_python(_PROGRAM, work, "bounded" if is_bound() else "unbounded"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("PLANGEN_DEBUG") else subprocess.DEVNULL,
        )

    def do(self, number: int, piece: Mapping[str, Any], reply: Reply) -> Answer:
        """Let it do a piece."""
        self._since = time.monotonic()
        message: Mapping[str, Any] = piece
        try:
            while True:
                self._say(message)
                if (said := self._heard()) is None:
                    return Answer(number=number, exit_code=self._process.wait(), late=self._late)
                if "answer" in said:
                    self.done += 1
                    return Answer(number=number, value=said["answer"])
                message = reply(number, said["ask"])
        finally:
            self._since = None

    def interrupt(self) -> None:
        """Let it end soon."""
        # on Windows the console has told all its processes of Ctrl-C, and what is terminated cleans nothing up
        if os.name != "nt":
            with suppress(OSError):
                self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def end_if_late(self) -> None:
        """End it where its piece takes too long."""
        if self._since is not None and time.monotonic() - self._since > MOST_SECONDS:
            self._late = True
            self._process.kill()

    def end(self) -> None:
        """Let it end, since there is nothing more to do, and wait for it."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _say(self, message: Any) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it died; its silence will say so
            self._process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
            self._process.stdin.flush()

    def _heard(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None
