"""Fixtures that all tests share, and the rule that nothing is left out in CI."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# how long one example takes says nothing on a busy machine
settings.register_profile("plangen", deadline=None)
settings.load_profile("plangen")

REPOSITORY = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Tests keep what the program keeps for its next run in a folder of their own, which all workers share."""
    if "PLANGEN_CACHE" not in os.environ:
        folder = os.environ["PLANGEN_CACHE"] = tempfile.mkdtemp(prefix="plangen-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _left_out(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where the machine must have all that the tests need."""
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"nothing may be left out in CI: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A test that skips itself for want of a program or a file fails in CI; one for another system does not."""
    outcome: Any = yield
    if not any(item.iter_markers("skipif")):
        _left_out(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """So does a whole file of tests for want of a library."""
    outcome: Any = yield
    _left_out(outcome.get_result())


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that the tests run in."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder with the real documents; without it the tests that need it are skipped, except in CI."""
    folder = Path(os.environ.get("PLANGEN_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"the real documents are not at {folder}")
    return folder


@pytest.fixture(scope="session")
def corpus(shared_folder: Path) -> Path:
    """The folder with the real parent plans as text."""
    return shared_folder / "corpus"


@pytest.fixture(scope="session")
def gold(shared_folder: Path) -> Path:
    """The folder that says what is really in three of them."""
    return shared_folder / "gold"
