"""Whole specs as planners get them wrong, and all that is said about each: a change of wording shows as a change here.

To write the expected texts anew after a deliberate change:
``PLANGEN_GOLDEN=write pytest tests/county/test_county_golden.py``,
then read what has changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from plangen.county.load import load_spec, parse_spec
from plangen.terms.findings import Severity

FOLDER = Path(__file__).parent / "county_golden"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_all_that_is_said_about_a_spec(path: Path) -> None:
    _, findings = parse_spec(path.read_bytes(), path.name, path.parent)
    text = "".join(f"{finding.as_text()}\n" for finding in findings)
    expected = path.with_suffix(".txt")
    if os.environ.get("PLANGEN_GOLDEN") == "write":
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["yonghe.yaml", "yonghe-145.yaml"])
def test_the_examples_have_no_errors(repository: Path, name: str) -> None:
    spec, findings = load_spec(repository / "specs" / name)
    assert spec is not None
    assert [finding.as_text() for finding in findings if finding.severity is Severity.ERROR] == []
    assert len(spec.roster.units) >= 40
    assert spec.county.name == "永和县"
