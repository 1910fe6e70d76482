"""Writes docs/findings.md, the page of everything plangen can say, from the rules that the rooms declare.

``python tools/findings_page.py`` writes it; ``--check`` only says whether it is current (exit code 1 where it is not).
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import plangen
from plangen.terms.findings import RULES, Rule, with_keys

PAGE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
ROOMS = {
    "terms": "词语和写法",
    "office": "Office 文件和输出",
    "reading": "读文件",
    "parent": "上位规划",
    "county": "填报文件和部门名册",
    "plan": "承接和分工",
    "document": "文稿和模板",
    "trace": "核对",
    "living": "文稿里的改动",
    "api": "命令",
}


def rules_by_room() -> dict[str, list[Rule]]:
    """Return all rules by the room that declares them, each room's by code."""
    found: dict[str, list[Rule]] = {room: [] for room in ROOMS}
    seen: set[str] = set()
    for module in sorted(pkgutil.walk_packages(plangen.__path__, "plangen."), key=lambda one: one.name):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        room = module.name.split(".")[1]
        for value in vars(loaded).values():
            if isinstance(value, Rule) and value.code not in seen and room in found and "rules" in module.name:
                seen.add(value.code)
                found[room].append(value)
    missing = set(RULES) - seen
    if missing:
        raise SystemExit(f"rules outside a rules module: {', '.join(sorted(missing))}")
    return {room: sorted(rules, key=lambda rule: rule.code) for room, rules in found.items() if rules}


def page() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# plangen 的提示"
    yield ""
    yield "程序说的每一条都有编号。此页由 `tools/findings_page.py` 从各处的登记生成，请勿手改。"
    for room, rules in rules_by_room().items():
        yield ""
        yield f"## {ROOMS[room]}（{len(rules)}）"
        for rule in rules:
            yield ""
            yield f"### {rule.code}"
            yield ""
            yield f"**{rule.severity.label}**　{_plain(rule.message)}"
            yield ""
            if rule.hint:
                yield f"- 怎样改：{_plain(rule.hint)}"
            yield f"- 为什么：{_plain(rule.words.why)}"
            yield f"- 例如：{_plain(rule.words.example)}"


def _plain(text: str) -> str:
    """Return a text for the page: on one line, nothing in it read as Markdown."""
    flat = " ".join(with_keys(text).split())
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]|#" else sign for sign in flat)


def main() -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == text else 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
