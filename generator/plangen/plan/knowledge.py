"""Reading a knowledge file (themes, phrases) that a domain expert edits: plain YAML, every complaint with its line.

The reader walks the nodes instead of loading plain data, because a complaint without a line number is of no use in
a file of a thousand lines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.text import read_text
from plangen.terms.yaml_data import yaml_loader

CODES: dict[str, str] = {
    "knowledge-unreadable": "A knowledge file does not exist, cannot be read, is too large or is not text.",
    "knowledge-broken-yaml": "A knowledge file is not valid YAML.",
    "knowledge-wrong-shape": "A value in a knowledge file is not what belongs there (text, list, mapping).",
    "knowledge-unknown-key": "A knowledge file has a key that nothing reads.",
    "knowledge-duplicate-key": "A key stands twice in one entry of a knowledge file.",
    "knowledge-missing-key": "An entry of a knowledge file lacks a key.",
}

MAXIMUM_BYTES = 4 * 1024 * 1024
_SCALAR, _SEQUENCE, _MAPPING = "scalar", "sequence", "mapping"
_SHAPES = {_SCALAR: "一段文字", _SEQUENCE: "一个列表", _MAPPING: "若干“键: 值”"}


class KnowledgeFile:
    """A knowledge file that is being read; collects what is wrong with it.

    Args:
        path: the file.

    Attributes:
        root: the document's node, to be taken apart by :meth:`entries`, :meth:`items` and :meth:`text`.
        findings: complaints so far.

    Raises:
        FindingsError: the file cannot be read or is not YAML.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.findings: list[Finding] = []
        self.root: Any = self._compose(path)

    def _compose(self, path: Path) -> Any:
        import yaml

        hint = "请确认文件存在、编码为 UTF-8；改坏了的可从安装包中恢复同名文件。"
        try:
            if path.stat().st_size > MAXIMUM_BYTES:
                raise ValueError("文件过大")
            source = read_text(path).text
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            finding = self._finding("knowledge-unreadable", f"知识库文件读不出来：{reason}。", hint)
            raise FindingsError([finding]) from error
        try:
            root = yaml.compose(source, Loader=yaml_loader())
        except (yaml.YAMLError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
            problem = getattr(error, "problem", None) or type(error).__name__
            message = f"知识库文件不是正确的 YAML（{problem}）。"
            hint = "请检查这一行及上一行的缩进、冒号后的空格和引号；含有冒号或井号的句子请加引号。"
            raise FindingsError([self._finding("knowledge-broken-yaml", message, hint, line, column)]) from error
        if root is None:
            raise FindingsError([self._finding("knowledge-wrong-shape", "知识库文件是空的。", hint)])
        return root

    def _finding(
        self, code: str, message: str, hint: str | None = None, line: int | None = None, column: int | None = None
    ) -> Finding:
        location = Location(file=self.name, line=line, column=column)
        return Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint)

    def complain(self, node: Any, code: str, message: str, hint: str | None = None) -> None:
        """Record an error at a node's place."""
        mark = node.start_mark
        self.findings.append(self._finding(code, message, hint, mark.line + 1, mark.column + 1))

    def finish(self) -> None:
        """Raise everything that was complained about.

        Raises:
            FindingsError: there was something.
        """
        if self.findings:
            raise FindingsError(self.findings)

    def _has_shape(self, node: Any, shape: str, what: str) -> bool:
        if node.id == shape:
            return True
        self.complain(node, "knowledge-wrong-shape", f"{what}应当是{_SHAPES[shape]}，这里写成了{_SHAPES[node.id]}。")
        return False

    def entries(self, node: Any, what: str, known: Collection[str], required: Collection[str] = ()) -> dict[str, Any]:
        """Return a mapping's value nodes by key; unknown, duplicate and missing keys are complained about.

        Args:
            node: a node.
            what: what it is, in Chinese, for complaints.
            known: the keys that may stand there.
            required: the keys that must.
        """
        if not self._has_shape(node, _MAPPING, what):
            return {}
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value) if key_node.id == _SCALAR else ""
            if key not in known:
                nearest = get_close_matches(key, list(known), 1)
                hint = f"是否想写“{nearest[0]}”？" if nearest else f"可以写的键：{'、'.join(known)}。"
                self.complain(key_node, "knowledge-unknown-key", f"{what}里没有“{key}”这个键。", hint)
            elif key in found:
                self.complain(key_node, "knowledge-duplicate-key", f"{what}里“{key}”写了两次。", "请合并成一处。")
            else:
                found[key] = value_node
        for key in required:
            if key not in found:
                self.complain(node, "knowledge-missing-key", f"{what}缺少“{key}”。", f"请补写一行“{key}: ……”。")
        return found

    def items(self, node: Any, what: str) -> Iterator[Any]:
        """Yield the nodes of a list."""
        if self._has_shape(node, _SEQUENCE, what):
            yield from node.value

    def text(self, node: Any, what: str) -> str:
        """Return a scalar's text, stripped; empty when it is none."""
        if not self._has_shape(node, _SCALAR, what):
            return ""
        text: str = node.value.strip()
        if not text:
            self.complain(node, "knowledge-wrong-shape", f"{what}是空的。")
        return text

    def texts(self, node: Any, what: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(text for item in self.items(node, what) if (text := self.text(item, what)))
