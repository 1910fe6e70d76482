"""Every finding code that the program uses is registered with a description, so that none goes unexplained."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import plangen

PACKAGE = Path(plangen.__file__).parent


def registered() -> set[str]:
    codes: set[str] = set()
    for module in pkgutil.walk_packages([str(PACKAGE)], "plangen."):
        if module.name.endswith("__main__"):
            continue
        found = getattr(importlib.import_module(module.name), "CODES", None)
        if isinstance(found, dict):
            assert all(isinstance(text, str) and text.strip() for text in found.values()), module.name
            codes |= set(found)
    return codes


def used() -> dict[str, str]:
    codes = {}
    for path in PACKAGE.rglob("*.py"):
        for match in re.finditer(r"\bcode=\"([a-z0-9-]+)\"", path.read_text("utf-8")):
            codes[match[1]] = path.name
    return codes


def test_every_used_code_is_registered() -> None:
    known = registered()
    assert len(known) > 100
    assert {code: place for code, place in used().items() if code not in known} == {}


def test_codes_are_lower_case_words() -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code) for code in registered())
