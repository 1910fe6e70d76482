"""Tries the small import cases that stand beside the real documents and prints them one by one.

Each case is a folder with an input, the command (cmd.txt) and what is right (expected.yaml); a case whose comment
says "or a finding" may be met by a warning.  Exit code 1 where a case falls short, 0 also where there are no cases.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parent.parent
CASES = Path(os.environ.get("PLANGEN_SHARED", REPOSITORY.parent / "shared")) / "cases" / "import"


def run(folder: Path, work: Path) -> tuple[int, str, str]:
    """Run a case's commands on a copy of its files; return the worst exit code, stdout and stderr."""
    for file in folder.iterdir():
        (work / file.name).write_bytes(file.read_bytes())
    code, out, err = 0, "", ""
    for line in (folder / "cmd.txt").read_text("utf-8").strip().splitlines():
        words = shlex.split(line)
        start = [sys.executable, "-P", "-m", "plangen"] if words[0] == "plangen" else [sys.executable, "-P"]
        done = subprocess.run([*start, *words[1:]], cwd=work, capture_output=True, text=True, check=False)
        code, out, err = max(code, done.returncode), out + done.stdout, err + done.stderr
    return code, out, err


def units(item: dict[str, Any]) -> tuple[list[str], set[str], bool]:
    """Return leads, participants and whether the list is open."""
    clause = item.get("responsibility") or {}
    return list(clause.get("leads") or []), set(clause.get("participants") or []), bool(clause.get("open_ended"))


def year(value: object) -> str | None:
    """Return the year of a deadline."""
    digits = "".join(sign for sign in str(value or "") if sign.isdigit())[:4]
    return digits or None


def differences(wanted: dict[str, Any], item: dict[str, Any]) -> Iterator[str]:
    """Yield what an item has otherwise than it should."""
    leads, participants, is_open = units(item)
    for key in ("title", "number"):
        if key in wanted and item.get(key) != wanted[key]:
            yield f"{key} {item.get(key)}"
    if "leads" in wanted and leads != wanted["leads"]:
        yield f"leads {leads}"
    if "participants" in wanted and participants != set(wanted["participants"]):
        yield f"participants {sorted(participants)}"
    if "open_ended" in wanted and is_open != wanted["open_ended"]:
        yield "open_ended"
    if "deadline" in wanted and year(item.get("deadline") or item.get("deadline_text")) != year(wanted["deadline"]):
        yield f"deadline {item.get('deadline')}"


def wrong(wanted: dict[str, Any], plan: dict[str, Any], code: int, out: str) -> Iterator[str]:
    """Yield what a case has otherwise than it should."""
    head = plan.get("plan") or {}
    yield from (
        f"{key} {head.get(key)}"
        for key in ("title", "place", "level", "period", "id")
        if key in wanted and head.get(key) != wanted[key]
    )
    if "rc" in wanted and code != wanted["rc"]:
        yield f"exit code {code}"
    if "B4" in wanted and (out.strip().splitlines() or [""])[-1] != wanted["B4"]:
        yield f"B4 {out.strip()[-40:]}"
    for key in ("tasks", "projects", "goals"):
        expected, found = wanted.get(key), plan.get(key) or []
        if expected is None:
            continue
        if isinstance(expected, int):
            if len(found) != expected:
                yield f"{len(found)} {key}"
        elif expected and isinstance(expected[0], str):
            if [item["title"] for item in found] != expected:
                yield f"{key} {[item['title'] for item in found]}"
        elif len(found) != len(expected):
            yield f"{len(found)} {key}"
        else:
            for item, one in zip(found, expected, strict=True):
                yield from differences(one, item)
    items = [*(plan.get("tasks") or []), *(plan.get("projects") or [])]
    by_number = {str(item.get("number") or "").strip(".、"): item for item in items}
    clauses = wanted.get("responsibility")
    for number, one in clauses.items() if isinstance(clauses, dict) else ():
        item = by_number.get(str(number).strip(".、"))
        yield from [f"no item {number}"] if item is None else (f"{number} {text}" for text in differences(one, item))


def main() -> int:
    """Try all cases and print them."""
    folders = sorted(path.parent for path in CASES.glob("*/cmd.txt"))
    right = 0
    short = 0
    for folder in folders:
        text = (folder / "expected.yaml").read_text("utf-8")
        with tempfile.TemporaryDirectory() as name:
            code, out, err = run(folder, Path(name))
            file = Path(name) / "out.yaml"
            plan = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
        found = list(wrong(yaml.safe_load(text) or {}, plan, code, out))
        met = bool(found) and "finding" in text and ("警告 " in err or "错误 " in err)
        right += not found
        short += bool(found) and not met
        said = "right" if not found else "met by a finding" if met else f"falls short: {'; '.join(found)[:150]}"
        print(f"{folder.name:<32} {said}")
    print(f"{right} of {len(folders)} cases right, {len(folders) - right - short} met by a finding, {short} fall short")
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
