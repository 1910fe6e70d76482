"""The campaign in a small form: input made to break the program, and what may happen to it at any moment.

The long form is ``python3 tests/hostile.py --full``.
"""

from __future__ import annotations

import json
import random
import signal
import sys
from itertools import islice
from pathlib import Path

import pytest
from attempts import attempt, faults_of
from bombs import all_files
from campaign import DRAFT, SPEC, Catcher, Tally, copied, meet_documents, meet_files, meet_specs, project
from faults import struck, surroundings, two_at_once
from mutations import CHANGES, changed_tree

import plangen
from plangen.terms import allowance

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the campaign forks")

SMALL_BYTES = 60_000
EACH = 3


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("project"))


def check(tally: Tally, least: int) -> None:
    assert tally.faults == []
    assert sum(tally.tried.values()) >= least


def test_hostile_files(good: Path, tmp_path: Path) -> None:
    catcher = Catcher()
    small = [one for one in all_files() if len(one.data) <= SMALL_BYTES]
    tally = meet_files(good, tmp_path, islice(small, random.randrange(EACH), None, EACH), random.Random())
    assert catcher.close() == 0
    check(tally, 40)
    assert sum(tally.refused.values()) >= 20


def test_changed_specs(good: Path, tmp_path: Path) -> None:
    check(meet_specs(good, tmp_path, 60, random.Random(1)), 60)


def test_changed_documents(good: Path, tmp_path: Path) -> None:
    check(meet_documents(good, tmp_path, [], 40, random.Random(2)), 40)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_at_a_random_moment_leaves_every_file_whole(
    number: signal.Signals, good: Path, tmp_path: Path
) -> None:
    check(struck(good, tmp_path, 8, random.Random(), number), 8)


def test_two_runs_on_one_output(good: Path, tmp_path: Path) -> None:
    check(two_at_once(good, tmp_path, 4), 4)


def test_surroundings_that_lack_something(good: Path, tmp_path: Path) -> None:
    check(surroundings(good, tmp_path), 18)


# ------------------------------------------------------------------------------------ that the campaign finds something


def endless(*_: object, **__: object) -> None:
    while True:
        pass


def test_what_takes_too_long_is_stopped_and_said(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "SECONDS", 0)
    monkeypatch.setattr(plangen, "check", endless)
    tried = attempt(("check", SPEC, "--draft", DRAFT), copied(good, tmp_path, "slow"))
    assert tried.code == 2
    assert "处理的时间超过了" in tried.err
    assert list(faults_of(tried)) == []
    tried = attempt(("check", SPEC, "--draft", DRAFT, "--format", "json"), tmp_path / "slow")
    assert [one["code"] for one in json.loads(tried.out)["findings"]] == ["work-too-long"]


def test_what_takes_too_much_memory_is_stopped_and_said(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "MEMORY_BYTES", -50_000_000)
    tried = attempt(("render", SPEC, "-o", "made.docx"), copied(good, tmp_path, "large"))
    assert tried.code == 2
    assert "内存" in tried.err
    assert list(faults_of(tried)) == []


def test_without_bounds_nothing_is_stopped(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "SECONDS", -10)
    monkeypatch.setenv(allowance.UNBOUNDED, "1")
    assert attempt(("validate", SPEC), copied(good, tmp_path, "unbounded")).code == 0


def test_a_file_that_is_read_adds_to_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "_apply", lambda: None)
    monkeypatch.setattr(allowance, "_set", lambda *_: None)
    monkeypatch.setattr(allowance, "_ALLOWANCE", allowance._Allowance())
    allowance.allow(10**9)
    assert allowance.seconds_left() == float("inf")
    allowance.bind()
    before = allowance.seconds_left()
    allowance.allow(2_000_000)
    assert 4 <= allowance.seconds_left() - before <= 8 * 5 + 1


def test_changes_change(good: Path) -> None:
    random_ = random.Random(3)
    for name in (SPEC, DRAFT, "上位规划.txt"):
        data = (good / name).read_bytes()
        other = [CHANGES[Path(name).suffix](data, random_) for _ in range(20)]
        assert sum(one != data for one in other) >= 15
        assert len(set(other)) >= 15
    assert len({str(changed_tree({"a": [1, {"b": 2}]}, random_)) for _ in range(40)}) >= 20
