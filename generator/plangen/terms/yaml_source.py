"""Reading a planner's YAML: plain data, and where each key and value stands.

The reader knows nothing of counties.  It resolves scalars by the core schema of YAML 1.2 (null, true and false,
whole numbers, decimals; everything else is text), so that ``no`` and ``2026-11-20`` stay what the planner wrote, and
it says where other programs, or the planner, may read something else.  It reports as much as it can in one run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from plangen.terms import yaml_lines
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.text import decode
from plangen.terms.yaml_data import UNPRINTABLE, yaml_loader
from plangen.terms.yaml_problems import Complaint, explain, open_quote, quoted

MAXIMUM_BYTES = 4 * 1024 * 1024
MAXIMUM_VALUES = 100_000
MAXIMUM_DEPTH = 24

KeyPath = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_DATE_LIKE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_BOOLEAN_WORDS = {
    "yes": "true",
    "on": "true",
    "no": "false",
    "off": "false",
}
_NULL = ("", "~", "null", "Null", "NULL")
_TRUE = ("true", "True", "TRUE")
_FALSE = ("false", "False", "FALSE")
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")


class Mark(NamedTuple):
    """Where a key or a value stands, and how it was written.

    Attributes:
        line, column: from 1.
        text: a scalar's text before it was resolved; None for mappings and lists.
        plain: whether it is a scalar without quotes.
        end_line: the line on which it ends, from 1.
    """

    line: int
    column: int
    text: str | None = None
    plain: bool = False
    end_line: int = 0


@dataclass(frozen=True, kw_only=True)
class YamlSource:
    """A YAML file's content with its places.

    Attributes:
        file: the file as the user named it.
        data: mappings, lists and scalars; None when there is no content that could be read.
        keys: path of a mapping's entry to the place of its key.
        values: path to the place of the value; the empty path is the whole.
        findings: everything there is to say about the writing.
    """

    file: str
    data: Any
    keys: Mapping[KeyPath, Mark]
    values: Mapping[KeyPath, Mark]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Node:
    """A node of the file: a scalar, a list of nodes, or pairs of a key node and a value node."""

    mark: Mark
    kind: str
    value: Any = None
    items: list[_Node] = field(default_factory=list)
    pairs: list[tuple[_Node, _Node]] = field(default_factory=list)
    size: int = 1
    open: bool = False


class _StoppedError(Exception):
    """Reading cannot go on; the finding has been recorded."""


def read_source(path: Path, known: Mapping[str, object] | None = None) -> YamlSource:
    """Read a YAML file.

    Args:
        path: the file; findings name it as it is given.
        known: all words that are keys, see :func:`parse_source`.

    Raises:
        FindingsError: it does not exist, is a folder, cannot be opened, is too large, or is not text.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise _unreadable(
                "spec-is-folder", name, "这是一个文件夹，不是县级填报文件。", "请写出文件夹里的 .yaml 文件名。"
            )
        with path.open("rb") as stream:
            data = stream.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        hint = "请检查文件名和所在文件夹；还没有填报文件的，可用 plangen init 某某县 生成一份。"
        raise _unreadable("spec-not-found", name, "找不到这个文件。", hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _unreadable(
            "spec-unreadable", name, f"文件打不开（{reason}）。", "请检查文件是否正被别的程序占用、是否有读取权限。"
        ) from None
    return parse_source(data, name, known)


def _unreadable(code: str, file: str, message: str, hint: str) -> FindingsError:
    finding = Finding(code=code, severity=Severity.ERROR, message=message, location=Location(file=file), hint=hint)
    return FindingsError([finding])


def parse_source(data: bytes, file: str, known: Mapping[str, object] | None = None) -> YamlSource:
    """Parse the bytes of a YAML file.

    Args:
        data: the file's content.
        file: its name, for findings.
        known: all words that are keys somewhere (only the mapping's keys matter); they let the reader see that
            ``名称：永和县`` was meant as a key and its value.

    Raises:
        FindingsError: the content is too large or is not text.
    """
    if len(data) > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1024 // 1024
        raise _unreadable(
            "spec-too-large", file, f"文件超过 {limit} MB，不像是县级填报文件。", "请检查是否选错了文件。"
        )
    try:
        decoded = decode(data)
    except ValueError:
        hint = "请写出 .yaml 文件；Word、WPS、Excel 文件不能直接当作填报文件，请用记事本等文本编辑器保存为 UTF-8 文本。"
        raise _unreadable("spec-binary", file, "文件不是文本文件。", hint) from None
    reader = _Reader(file, decoded.text, known or {})
    if decoded.encoding != "utf-8" or decoded.byte_order_mark:
        names = {"utf-8": "UTF-8（带 BOM 标记）", "utf-16": "UTF-16", "gb18030": "GB18030（GBK）"}
        hint = "照常读取；建议另存为不带 BOM 的 UTF-8 编码，其他软件也能正确打开。"
        reader.add("encoding", Severity.INFO, f"文件编码是 {names[decoded.encoding]}。", 0, 0, hint)
    return reader.read()


def resolve(text: str) -> Any:
    """Return what an unquoted scalar stands for, by the core schema of YAML 1.2.

    Numbers too long to be meant as numbers, infinity and not-a-number stay text.
    """
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if len(text) <= 18 and text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            number = float(text)
            return text if number in (float("inf"), float("-inf")) else number
        if _BASED.fullmatch(text):
            return int(text, 0)
    return text


class _Reader:
    """Reads one file; collects findings on the way."""

    def __init__(self, file: str, text: str, known: Mapping[str, object]) -> None:
        self.file = file
        self.known = known
        self.findings: list[Finding] = []
        self.lines: list[str] = re.split("\n", text)
        self.repair: yaml_lines.Repair = yaml_lines.Repair(self.lines, ())
        self.keys: dict[KeyPath, Mark] = {}
        self.values: dict[KeyPath, Mark] = {}

    def add(self, code: str, severity: Severity, message: str, line: int, column: int, hint: str | None = None) -> None:
        """Record a finding at a line and column of the planner's text, both from 0."""
        location = Location(file=self.file, line=line + 1, column=column + 1)
        self.findings.append(Finding(code=code, severity=severity, message=message, location=location, hint=hint))

    def source(self, data: Any) -> YamlSource:
        findings = tuple(sorted(self.findings, key=by_place))
        return YamlSource(file=self.file, data=data, keys=self.keys, values=self.values, findings=findings)

    def read(self) -> YamlSource:
        events = self.parse()
        if events is None:
            return self.source(None)
        try:
            root = self.compose(events)
            if root is None:
                self.add(
                    "empty-spec",
                    Severity.ERROR,
                    "文件里没有内容。",
                    0,
                    0,
                    "可用 plangen init 某某县 生成一份填报文件。",
                )
                return self.source(None)
            return self.source(self.construct(root, (), 0))
        except _StoppedError:
            return self.source(None)

    # --- from lines to events ---

    def parse(self) -> list[Any] | None:
        """Return the parser's events for the text, repaired where lines have slips in them; None: it does not parse."""
        control = yaml_lines.control_characters(self.lines)
        clean = yaml_lines.Repair(self.lines, control).lines
        events, complaint = _events(clean)
        protected = yaml_lines.block_scalar_lines(clean)
        if complaint is None:
            protected |= _quoted_lines(events)
        find = partial(yaml_lines.slips, clean, protected, self.known)
        attempts = [find(any_key=False, tab_width=2)]
        if complaint is not None:
            attempts += [find(any_key=key, tab_width=tab) for key, tab in ((False, 4), (True, 2), (True, 4))]
        best: list[yaml_lines.Edit] = []
        for edits in attempts if complaint is not None or attempts[0] or control else ():
            if not (edits or control):
                continue
            repair = yaml_lines.Repair(clean, edits)
            repaired_events, still = _events(repair.lines)
            if still is None or (complaint is not None and _reach(still) > _reach(complaint)):
                # The repair lets the parser come further than it came before: what it says now is what is left to say.
                best, events, complaint, self.repair = edits, repaired_events, still, repair
            if still is None:
                break
        else:
            best = best or attempts[0]
        self.findings += yaml_lines.findings_of((*control, *best), self.file)
        if complaint is None:
            return events
        self.syntax(complaint, {edit.line for edit in best}, _open_quote(events, complaint))
        return None

    def syntax(self, complaint: Complaint, slips: set[int], quote: tuple[int, int] | None) -> None:
        """Record why the text cannot be parsed, unless a slip on the same line says it already.

        Args:
            complaint: what the parser said.
            slips: indices of lines with slips.
            quote: where the quoted text begins that reaches, over several lines, to the place of the complaint.
        """
        lines = self.repair.lines
        explanation = open_quote(quote, complaint, lines) if quote else explain(complaint, lines)
        if {explanation.line, complaint.line} & slips:
            return
        self.add(
            "yaml-syntax",
            Severity.ERROR,
            explanation.message,
            explanation.line,
            self.repair.column(explanation.line, explanation.column),
            explanation.hint,
        )

    # --- from events to nodes ---

    def mark(self, event: Any, text: str | None = None) -> Mark:
        line, column = event.start_mark.line, event.start_mark.column
        return Mark(
            line + 1,
            self.repair.column(line, column) + 1,
            text,
            text is not None and event.style in (None, ""),
            event.end_mark.line + 1,
        )

    def compose(self, events: Sequence[Any]) -> _Node | None:
        """Return the first document's root node; alias nodes are the nodes they stand for."""
        from yaml import events as kinds

        anchors: dict[str, _Node] = {}
        stack: list[tuple[_Node, list[_Node]]] = []
        root: _Node | None = None
        documents = 0
        for event in events:
            node: _Node | None = None
            kind = event.__class__
            if kind is kinds.ScalarEvent:
                value = self.without_control(event)
                node = _Node(self.mark(event, value), "scalar", value)
                self.check_tag(event)
                if event.anchor:
                    anchors[event.anchor] = node
            elif kind is kinds.MappingStartEvent or kind is kinds.SequenceStartEvent:
                name = "mapping" if kind is kinds.MappingStartEvent else "list"
                opened = _Node(self.mark(event), name, open=True)
                self.check_tag(event)
                if event.anchor:
                    anchors[event.anchor] = opened
                stack.append((opened, []))
                if len(stack) > MAXIMUM_DEPTH:
                    self.too_deep(opened.mark)
            elif kind is kinds.MappingEndEvent or kind is kinds.SequenceEndEvent:
                node, children = stack.pop()
                self.close(node, children)
            elif kind is kinds.AliasEvent:
                node = self.alias(event, anchors)
            elif kind is kinds.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.several_documents(event)
                    break
            if node is None:
                continue
            if stack:
                stack[-1][1].append(node)
            else:
                root = node
        if root is not None and root.kind == "scalar" and root.mark.plain and root.value in _NULL:
            return None
        return root

    def without_control(self, event: Any) -> str:
        """Return a scalar's text without the characters that no document can hold, and record them.

        In double quotes they can be written as escapes, where nobody sees them in the lines.
        """
        text: str = event.value
        found = UNPRINTABLE.findall(text) if not text.isascii() or not text.isprintable() else []
        if not found:
            return text
        mark = self.mark(event)
        codes = "、".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found))
        clean = UNPRINTABLE.sub("", text)
        self.add(
            "control-character",
            Severity.ERROR,
            f"“{quoted(clean)}”里有看不见的控制字符（{codes}），不能写进文件。",
            mark.line - 1,
            mark.column - 1,
            "请删除这个字符（把这一项重新打一遍即可）；双引号里以反斜杠“\\”开头的写法也请删去。",
        )
        return clean

    def close(self, node: _Node, children: list[_Node]) -> None:
        """Give a mapping or list its children."""
        node.open = False
        node.size = 1 + sum(child.size for child in children)
        if node.kind == "list":
            node.items = children
        else:
            node.pairs = list(zip(children[::2], children[1::2], strict=True))
        if node.size > MAXIMUM_VALUES:
            self.too_many(node.mark)

    def several_documents(self, event: Any) -> None:
        self.add(
            "several-documents",
            Severity.ERROR,
            "从这一行“---”起是另一份文件的内容，没有读取。",
            event.start_mark.line,
            event.start_mark.column,
            "一个文件只写一个县，请删去中间的“---”，或者把两部分分成两个文件。",
        )

    def alias(self, event: Any, anchors: Mapping[str, _Node]) -> _Node:
        """Return the node an alias stands for, at the alias's own place."""
        mark = self.mark(event)
        target = anchors.get(event.anchor)
        if target is None or target.open:
            message = f"“*{event.anchor}”引用的内容不存在。" if target is None else f"“*{event.anchor}”引用了它自己。"
            hint = f'确是文字的，请加双引号："*{event.anchor}"；列表符号请用短横线“- ”。'
            self.add("bad-alias", Severity.ERROR, message, mark.line - 1, mark.column - 1, hint)
            return _Node(mark, "scalar", "")
        return _Node(
            Mark(mark.line, mark.column, target.mark.text, target.mark.plain, mark.line),
            target.kind,
            target.value,
            target.items,
            target.pairs,
            target.size,
        )

    def check_tag(self, event: Any) -> None:
        tag = event.tag
        if tag is None or tag in _TEXT_TAGS:
            return
        mark = self.mark(event)
        self.add(
            "unsupported-tag",
            Severity.ERROR,
            "内容以感叹号“!”开头，在 YAML 里有特殊含义，这里不支持。",
            mark.line - 1,
            mark.column - 1,
            '请给整个内容加上双引号，例如："!……"',
        )

    def too_deep(self, mark: Mark) -> None:
        self.add(
            "too-deep",
            Severity.ERROR,
            f"内容嵌套超过 {MAXIMUM_DEPTH} 层，不像是县级填报文件。",
            mark.line - 1,
            mark.column - 1,
            "请检查括号和缩进。",
        )
        raise _StoppedError

    def too_many(self, mark: Mark) -> None:
        self.add(
            "too-many-values",
            Severity.ERROR,
            f"内容超过 {MAXIMUM_VALUES} 项，不像是县级填报文件。",
            mark.line - 1,
            mark.column - 1,
            "请检查是否选错了文件，是否有反复引用的内容。",
        )
        raise _StoppedError

    # --- from nodes to data ---

    def construct(self, node: _Node, path: KeyPath, depth: int) -> Any:
        self.values[path] = node.mark
        if depth > MAXIMUM_DEPTH:
            self.too_deep(node.mark)
        if node.kind == "scalar":
            return self.scalar(node.mark, node.value)
        if node.kind == "list":
            return [self.construct(item, (*path, index), depth + 1) for index, item in enumerate(node.items)]
        result: dict[str, Any] = {}
        for key_node, value_node in node.pairs:
            key = self.key(key_node, value_node)
            if key is None:
                continue
            here = (*path, key)
            if key in result:
                first = self.keys[here]
                self.add(
                    "duplicate-key",
                    Severity.ERROR,
                    f"“{key}”写了两次：第 {first.line} 行和第 {key_node.mark.line} 行。",
                    key_node.mark.line - 1,
                    key_node.mark.column - 1,
                    "请合并成一项或者删去一项；后写的这一项没有采用。",
                )
                continue
            self.keys[here] = key_node.mark
            result[key] = self.construct(value_node, here, depth + 1)
        return result

    def key(self, node: _Node, value: _Node) -> str | None:
        """Return a key as text, or None when it cannot be one."""
        mark = node.mark
        at = (mark.line - 1, mark.column - 1)
        if node.kind != "scalar":
            hint = '内容以“{”或“[”开头的，请给整个内容加上双引号，例如："{{ 县名 }}"'
            self.add("bad-key", Severity.ERROR, "这里应当是一项的名称，却写成了括号。", *at, hint)
            return None
        key = str(node.value)
        if not key.strip():
            self.add("bad-key", Severity.ERROR, "这一项没有名称。", *at, "请在冒号前面写上名称。")
            return None
        empty = value.kind == "scalar" and value.value == "" and value.mark.plain
        colon = re.match(r"([^:：]{1,40})([:：])(.+)", key, re.S)
        if mark.plain and empty and colon:
            code = "full-width-colon" if colon[2] == "：" else "colon-without-space"
            word = "用了全角冒号“：”" if colon[2] == "：" else "的冒号后面没有空格"
            hint = f"请写成半角冒号加空格：{colon[1].strip()}: {quoted(colon[3])}"
            self.add(
                code,
                Severity.ERROR,
                f"“{colon[1].strip()}”{word if colon[2] != '：' else '后面' + word}，这样不能读作一项。",
                at[0],
                at[1] + len(colon[1]),
                hint,
            )
            return None
        return key

    def scalar(self, mark: Mark, text: str) -> Any:
        """Return what a scalar stands for, and say where it could be read otherwise."""
        if not mark.plain:
            return text
        at = (mark.line - 1, mark.column - 1)
        if mark.end_line > mark.line and (found := self.swallowed(mark)):
            line, column = found
            self.add(
                "swallowed-line",
                Severity.ERROR,
                f"这一行以“-”开头，却被读成了上一项“{quoted(self.lines[mark.line - 1])}”的一部分。",
                line,
                column,
                "列表各项的短横线“-”要上下对齐；确是同一段文字的，请给整段文字加上双引号。",
            )
        if word := _BOOLEAN_WORDS.get(text.lower()):
            hint = f'表示“{"是" if word == "true" else "否"}”请写 {word}；确是文字的请加双引号："{text}"'
            message = f"“{text}”没有加引号，有的软件读作“{'是' if word == 'true' else '否'}”，有的读作文字。"
            self.add("boolean-word", Severity.WARNING, message, *at, hint)
        elif _SEXAGESIMAL.fullmatch(text):
            message = f"“{text}”没有加引号，有的软件会按六十进制读成另一个数；这里读作文字。"
            self.add("sexagesimal", Severity.WARNING, message, *at, f'请加双引号："{text}"')
        elif _LEADING_ZERO.fullmatch(text):
            message = f"“{text}”以 0 开头又没有加引号，作数字读时开头的 0 会丢失，有的软件还会按八进制读。"
            self.add(
                "leading-zero",
                Severity.WARNING,
                message,
                *at,
                f'是编号的请加双引号："{text}"；是数字的请去掉开头的 0。',
            )
        elif (match := _DATE_LIKE.fullmatch(text)) and not _is_date(match):
            message = f"“{text}”像是日期，但没有这一天（或这个月）。"
            hint = f'日期请写作 2026-12-15，年月请写作 2026-12；不是日期的请加双引号："{text}"'
            self.add("impossible-date", Severity.WARNING, message, *at, hint)
        return resolve(text)

    def swallowed(self, mark: Mark) -> tuple[int, int] | None:
        """Return the place of a dash that a plain text over several lines has swallowed."""
        for number in range(mark.line, min(mark.end_line, len(self.lines))):
            if match := re.match(r"\s*- ", self.lines[number]):
                return number, match.end() - 2
        return None


def by_place(finding: Finding) -> tuple[int, int]:
    """Return what sorts findings by where they are in a file; those without a line come first."""
    return finding.location.line or 0, finding.location.column or 0


def _is_date(match: re.Match[str]) -> bool:
    try:
        date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return False
    return True


def _events(lines: Sequence[str]) -> tuple[list[Any], Complaint | None]:
    """Return the events of a YAML text, and what the parser complains of if it does not reach the end."""
    import yaml

    events: list[Any] = []
    depth = 0
    try:
        for event in yaml.parse("\n".join(lines), Loader=yaml_loader()):
            events.append(event)
            if isinstance(event, yaml.events.CollectionStartEvent):
                depth += 1
                if depth > MAXIMUM_DEPTH:
                    break  # composing says so; an endless row of brackets is not read to its end
            elif isinstance(event, yaml.events.CollectionEndEvent):
                depth -= 1
            if len(events) > 4 * MAXIMUM_VALUES:
                break
    except yaml.MarkedYAMLError as error:
        return events, _complaint(error, len(lines))
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError) as error:
        return events, Complaint(problem=str(error).splitlines()[0][:80], line=0, column=0)
    return events, None


def _open_quote(events: Sequence[Any], complaint: Complaint) -> tuple[int, int] | None:
    """Return the line and column (from 0) of the quoted text of several lines that ends just before the complaint."""
    for event in reversed(events):
        if getattr(event, "style", None) in ("'", '"') and hasattr(event, "value"):
            start, end = event.start_mark, event.end_mark
            if start.line < end.line == complaint.line and end.column <= complaint.column:
                return start.line, start.column
            return None
    return None


def _reach(complaint: Complaint) -> tuple[int, int]:
    """Return how far the parser came."""
    return complaint.line, complaint.column


def _complaint(error: Any, line_count: int) -> Complaint:
    problem, context = error.problem_mark, error.context_mark
    mark = problem or context
    line = min(mark.line, line_count - 1) if mark else 0
    return Complaint(
        problem=str(error.problem or ""),
        line=line,
        column=mark.column if mark and mark.line < line_count else 0,
        context=str(error.context or ""),
        context_line=min(context.line, line_count - 1) if context else None,
        context_column=context.column if context else None,
    )


def _quoted_lines(events: Sequence[Any]) -> set[int]:
    """Return the indices of lines that continue a quoted text."""
    return {number for event in events for number in _continuation(event)}


def _continuation(event: Any) -> Iterator[int]:
    if getattr(event, "style", None) in ("'", '"'):
        yield from range(event.start_mark.line + 1, event.end_mark.line + 1)
