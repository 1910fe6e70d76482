"""What a Chinese keyboard and Word's habits do to the lines of a YAML file, and how to go on reading all the same.

Each slip is a finding and an edit: the edits give a repaired text on which the rest of the checks can run, so that
one slip does not hide what else is wrong.  The repaired text is never written back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Finding, Location, Rule

# What the C reader refuses or takes for a line break that an editor does not show (Word's soft return is \x0b).
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")

_BLOCK_HEADER = re.compile(r"(?:^|[\s:：-])[|>][+-]?[1-9]?[+-]?[ \t]*(?:\s#.*)?$")
_LEAD = re.compile(r"(?P<indent> *)(?P<dashes>(?:- +)*)(?P<rest>.*)$", re.S)
_INDENT = re.compile(r"[ \t\u3000\u00a0]*")
_KEY_AT_START = re.compile(
    r"(?P<lead>[ ]*(?:-[ ]*)*)"
    r"(?P<key>[^\s:：#'\"\[\]{},&*!|>%@`\-，。；、][^:：#'\"\[\]{}，。；]{0,39}?)[ \u3000]*"
    r"(?P<colon>[:：])(?P<rest>.*)$"
)
_KEY_IN_FLOW = re.compile(r"(?P<before>[{,，])[ \u3000]*(?P<key>[^\s:：,，{}\[\]'\"]{1,40}?)[ \u3000]*(?P<colon>[:：])")
_DASH = re.compile(r"-(?P<rest>[^\s\-#].*)$")
_FREE_KEY = re.compile(r"[IGTP]\d{1,3}(?:\.\d{1,3})*|[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{2,4}")


def has_chinese(text: str) -> bool:
    """Return whether there is a Chinese character in a text."""
    # A regular expression with this range takes 2.5 ms to compile, which every start of the program would pay.
    return any("\u3400" <= character <= "\u9fff" for character in text)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One slip and the repair that lets reading go on.

    Attributes:
        line: index of the line, from 0.
        column: index of the first character that is replaced, from 0.
        length: number of characters that are replaced.
        replacement: what stands there in the repaired text.
        rule: what the planner is told.
        values: what that names.
    """

    line: int
    column: int
    length: int = 1
    replacement: str
    rule: Rule
    values: Mapping[str, Any] = field(default_factory=dict)

    def finding(self, file: str, lines: str = "") -> Finding:
        """Return the finding that tells the planner about it, and about further lines with the same slip."""
        location = Location(file=file, line=self.line + 1, column=self.column + 1)
        return self.rule.found(location, lines=lines, **self.values)


def findings_of(edits: Iterable[Edit], file: str) -> list[Finding]:
    """Return the findings of slips; slips of indentation make one finding for all their lines.

    Args:
        edits: the slips, in any order.
        file: name of the file, for the locations.
    """
    findings: list[Finding] = []
    same: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column)):
        if edit.rule in (rules.TAB_INDENT, rules.FULL_WIDTH_INDENT):
            same.setdefault(edit.rule.code, []).append(edit)
        else:
            findings.append(edit.finding(file))
    for group in same.values():
        lines = sorted({edit.line + 1 for edit in group})
        shown = "、".join(str(line) for line in lines[:10]) + ("……" if len(lines) > 10 else "")
        findings.append(group[0].finding(file, f"：共 {len(lines)} 行（第 {shown} 行）" if len(lines) > 1 else ""))
    return findings


class Repair:
    """A repaired text and the way back from its columns to the planner's columns.

    Args:
        lines: the planner's lines.
        edits: slips in them; edits of one line do not overlap.
    """

    def __init__(self, lines: Sequence[str], edits: Iterable[Edit]) -> None:
        self._edits: dict[int, list[Edit]] = {}
        for edit in sorted(edits, key=lambda edit: (edit.line, edit.column)):
            self._edits.setdefault(edit.line, []).append(edit)
        self.lines: list[str] = list(lines)
        for line, line_edits in self._edits.items():
            text = self.lines[line]
            for edit in reversed(line_edits):
                text = text[: edit.column] + edit.replacement + text[edit.column + edit.length :]
            self.lines[line] = text

    def column(self, line: int, column: int) -> int:
        """Return the index in the planner's line of an index in the repaired line (both from 0)."""
        shift = 0
        for edit in self._edits.get(line, ()):
            start = edit.column + shift
            if column < start:
                break
            if column < start + len(edit.replacement):
                return edit.column + min(column - start, max(edit.length - 1, 0))
            shift += len(edit.replacement) - edit.length
        return column - shift


def control_characters(lines: Sequence[str]) -> list[Edit]:
    """Return an edit for each character that YAML does not allow, each replaced by a space."""
    return [
        Edit(
            line=number,
            column=match.start(),
            replacement=" ",
            rule=rules.CONTROL_CHARACTER,
            values={"where": "这里", "codes": f"U+{ord(match[0]):04X}"},
        )
        for number, line in enumerate(lines)
        for match in _FORBIDDEN.finditer(line)
    ]


def block_scalar_lines(lines: Sequence[str]) -> set[int]:
    """Return the indices of lines that are the content of ``|`` and ``>`` texts, where anything may stand."""
    inside: set[int] = set()
    indent = -1
    for number, line in enumerate(lines):
        if indent >= 0:
            if not line.strip() or len(line) - len(line.lstrip(" ")) > indent:
                inside.add(number)
                continue
            indent = -1
        if _BLOCK_HEADER.search(line) and not line.lstrip().startswith("#"):
            match = _LEAD.match(line)
            if match is None:  # cannot happen: every part of the pattern may be empty
                continue
            dashes = match["dashes"]
            header_is_value = not re.match(r"[|>]", match["rest"])
            indent = len(match["indent"]) + (len(dashes) if header_is_value else len(dashes.rstrip()) - 1)
            indent = max(indent, 0)
    return inside


def slips(
    lines: Sequence[str], protected: Collection[int], known: Mapping[str, object], *, any_key: bool, tab_width: int
) -> list[Edit]:
    """Return the slips in indentation, colons, commas and dashes, line by line.

    Args:
        lines: the file's lines.
        protected: indices of lines in which anything may stand.
        known: all keys of the schema in both spellings; only these count as keys where a line could also be prose.
        any_key: treat anything before a full-width colon as a key (for a file that does not parse otherwise).
        tab_width: number of spaces that a tab in the indentation stands for.
    """
    edits: list[Edit] = []
    for number, line in enumerate(lines):
        if number in protected:
            continue
        indent = _INDENT.match(line)
        end = indent.end() if indent else 0
        body = line[end:]
        edits += _indentation(number, line[:end], tab_width)
        if not body or body.startswith("#"):
            continue
        start = _key_at_start(number, line, end, known, any_key)
        edits += start
        edits += _keys_in_flow(number, line, known, {edit.column for edit in start})
        edits += _dash(number, line, end, known)
    return edits


def _indentation(number: int, indent: str, tab_width: int) -> list[Edit]:
    edits = []
    for match in re.finditer(r"\t+|[\u3000\u00a0]+", indent):
        tab = match[0][0] == "\t"
        edits.append(
            Edit(
                line=number,
                column=match.start(),
                length=len(match[0]),
                replacement=" " * ((tab_width if tab else 2) * len(match[0])),
                rule=rules.TAB_INDENT if tab else rules.FULL_WIDTH_INDENT,
            )
        )
    return edits


def _is_key(key: str, known: Mapping[str, object]) -> bool:
    return key in known or _FREE_KEY.fullmatch(key) is not None


def colon_slip(key: str, colon: str, value: str) -> tuple[Rule, dict[str, Any]]:
    """Return what is said of a key whose colon is full width or has no space behind it, and its values."""
    value = value.strip()
    shown = f"{key}: {value}" if len(value) <= 20 else f"{key}: {value[:20]}……"
    wide = colon == "："
    sentence = "（如果确是一句正文，请给整句加上双引号）" if wide and len(value) > 10 else ""
    rule = rules.FULL_WIDTH_COLON if wide else rules.COLON_WITHOUT_SPACE
    return rule, {"key": key, "shown": shown.rstrip(), "sentence": sentence}


def _colon(number: int, column: int, key: str, colon: str, value: str) -> Edit:
    rule, values = colon_slip(key, colon, value)
    return Edit(line=number, column=column, replacement=": ", rule=rule, values=values)


def _key_at_start(number: int, line: str, end: int, known: Mapping[str, object], any_key: bool) -> list[Edit]:
    match = _KEY_AT_START.match(line.replace("\u3000", " ").replace("\u00a0", " ").replace("\t", " "), end)
    if match is None:
        return []
    rest = match["rest"]
    if match["colon"] == ":" and (not rest or rest[0] == " "):
        return []
    if not _is_key(match["key"].strip(), known) and not (any_key and match["colon"] == "："):
        return []
    return [_colon(number, match.start("colon"), match["key"].strip(), match["colon"], line[match.start("rest") :])]


def _keys_in_flow(number: int, line: str, known: Mapping[str, object], done: Collection[int]) -> list[Edit]:
    if "{" not in line:
        return []
    edits = []
    for match in _KEY_IN_FLOW.finditer(line):
        if not _is_key(match["key"], known) or line.count('"', 0, match.start()) % 2:
            continue
        if match["before"] == "，":
            edits.append(
                Edit(
                    line=number,
                    column=match.start("before"),
                    replacement=", ",
                    rule=rules.FULL_WIDTH_COMMA,
                    values={"key": match["key"]},
                )
            )
        colon = match.start("colon")
        following = line[colon + 1 : colon + 2]
        if colon not in done and (match["colon"] == "：" or (following and following not in " \t")):
            value = re.split(r"[,，{}\[\]]", line[colon + 1 :], maxsplit=1)[0]
            edits.append(_colon(number, colon, match["key"], match["colon"], value))
    return edits


def _dash(number: int, line: str, end: int, known: Mapping[str, object]) -> list[Edit]:
    match = _DASH.match(line, end)
    if match is None:
        return []
    rest = match["rest"]
    key = re.match(r"[^:：]{1,40}", rest)
    if not (has_chinese(rest[:1]) or rest[0] in "{[\"'" or (key and key[0].strip() in known)):
        return []
    column = match.start("rest") - 1
    shown = rest if len(rest) <= 20 else f"{rest[:20]}……"
    return [
        Edit(
            line=number,
            column=column,
            replacement="- ",
            rule=rules.DASH_WITHOUT_SPACE,
            values={"shown": shown},
        )
    ]
