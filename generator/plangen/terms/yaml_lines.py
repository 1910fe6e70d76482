"""What a Chinese keyboard and Word's habits do to the lines of a YAML file, and how to go on reading all the same.

Each slip is a finding and an edit: the edits give a repaired text on which the rest of the checks can run, so that
one slip does not hide what else is wrong.  The repaired text is never written back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plangen.terms.findings import Finding, Location, Severity

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
        code, message, hint: of the finding.
    """

    line: int
    column: int
    length: int
    replacement: str
    code: str
    message: str
    hint: str

    def finding(self, file: str) -> Finding:
        """Return the finding that tells the planner about it."""
        location = Location(file=file, line=self.line + 1, column=self.column + 1)
        return Finding(code=self.code, severity=Severity.ERROR, message=self.message, location=location, hint=self.hint)


def findings_of(edits: Iterable[Edit], file: str) -> list[Finding]:
    """Return the findings of slips; slips of indentation make one finding for all their lines.

    Args:
        edits: the slips, in any order.
        file: name of the file, for the locations.
    """
    findings: list[Finding] = []
    same: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.column)):
        if edit.code.endswith("-indent"):
            same.setdefault(edit.code, []).append(edit)
        else:
            findings.append(edit.finding(file))
    for group in same.values():
        lines = sorted({edit.line + 1 for edit in group})
        first = group[0]
        if len(lines) > 1:
            shown = "、".join(str(line) for line in lines[:10]) + ("……" if len(lines) > 10 else "")
            first = replace(first, message=f"{first.message[:-1]}：共 {len(lines)} 行（第 {shown} 行）。")
        findings.append(first.finding(file))
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
            length=1,
            replacement=" ",
            code="control-character",
            message=f"这里有一个看不见的控制字符（U+{ord(match[0]):04X}），多半是从 Word 里粘贴带来的。",
            hint="请删除这个字符（把前后的内容重新打一遍即可）。",
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
        code, what, width = ("tab-indent", "制表符（Tab）", tab_width) if tab else ("full-width-indent", "全角空格", 2)
        message = f"行首缩进用了{what}，YAML 只认半角空格。"
        hint = f"请删去行首的{what}，改用半角空格缩进，每层两个。"
        edits.append(
            Edit(
                line=number,
                column=match.start(),
                length=len(match[0]),
                replacement=" " * (width * len(match[0])),
                code=code,
                message=message,
                hint=hint,
            )
        )
    return edits


def _is_key(key: str, known: Mapping[str, object]) -> bool:
    return key in known or _FREE_KEY.fullmatch(key) is not None


def _colon(number: int, column: int, key: str, colon: str, value: str) -> Edit:
    value = value.strip()
    shown = f"{key}: {value}" if len(value) <= 20 else f"{key}: {value[:20]}……"
    shown = shown.rstrip()
    if colon == "：":
        code, message = "full-width-colon", f"“{key}”后面用了全角冒号“：”，这样不能读作一项。"
        hint = f"请改用半角冒号，冒号后面空一格：{shown}"
        if len(value) > 10:
            hint += "（如果确是一句正文，请给整句加上双引号）"
    else:
        code, message = "colon-without-space", f"“{key}”后面的冒号与内容之间没有空格，这样不能读作一项。"
        hint = f"请在冒号后面空一格：{shown}"
    return Edit(line=number, column=column, length=1, replacement=": ", code=code, message=message, hint=hint)


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
                    length=1,
                    replacement=", ",
                    code="full-width-comma",
                    message=f"花括号里“{match['key']}”前面用了全角逗号“，”，前后两项连成了一项。",
                    hint=f"请改用半角逗号，逗号后面空一格：, {match['key']}: ……",
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
            length=1,
            replacement="- ",
            code="dash-without-space",
            message="列表项的短横线“-”后面没有空格，这样不能读作一项。",
            hint=f"请在短横线后面空一格：- {shown}",
        )
    ]
