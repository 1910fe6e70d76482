"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that the tests run in."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder with the real documents; without it the tests that need it are skipped, except in CI."""
    folder = Path(os.environ.get("PLANGEN_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "corpus").is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"the real documents are not at {folder}")
        pytest.skip("the real documents are not here")
    return folder


@pytest.fixture(scope="session")
def corpus(shared_folder: Path) -> Path:
    """The folder with the real parent plans as text."""
    return shared_folder / "corpus"


@pytest.fixture(scope="session")
def gold(shared_folder: Path) -> Path:
    """The folder that says what is really in three of them."""
    return shared_folder / "gold"
