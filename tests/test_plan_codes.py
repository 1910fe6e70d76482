"""Every code of the plan room is registered, used and tested."""

from __future__ import annotations

import re
from pathlib import Path

from plan_builders import build, item, parent, spec
from plangen.plan import codes, knowledge, measures, phrases, resolve, themes

MINE = (
    "decisions",
    "drafts",
    "duties",
    "gather",
    "indicator_targets",
    "indicators",
    "inherit",
    "localise",
    "responsibility",
    "same",
    "wording",
)
_CODE = re.compile(r"\"([a-z]+(?:-[a-z]+)+)\"")


def used_codes(folder: Path) -> set[str]:
    found: set[str] = set()
    for name in MINE:
        found |= set(_CODE.findall((folder / f"{name}.py").read_text("utf-8")))
    return found & set(codes.CODES) | {one for one in found if one in codes.OWN_CODES}


def test_every_own_code_is_used_and_described(repository: Path) -> None:
    folder = repository / "generator" / "plangen" / "plan"
    assert set(codes.OWN_CODES) <= used_codes(folder)
    for code, description in codes.CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert description.endswith(".") and description[0].isupper()


def test_every_own_code_is_tested(repository: Path) -> None:
    texts = "".join(
        path.read_text("utf-8")
        for path in (repository / "tests").glob("test_*.py")
        if path.name.startswith(("test_plan", "test_same", "test_localise"))
    )
    assert {code for code in codes.OWN_CODES if f'"{code}"' not in texts} == set()


def test_no_code_has_two_meanings() -> None:
    lists = [knowledge.CODES, themes.CODES, phrases.CODES, measures.CODES, resolve.CODES, codes.OWN_CODES]
    assert len(set().union(*lists)) == sum(map(len, lists))


def test_findings_carry_registered_codes_only() -> None:
    _, findings = build(parent(item("T01"), item("I01"), item("P01", "煤矿")), spec(facts={"coal_mines": 0}))
    assert {finding.code for finding in findings} <= set(codes.CODES)
