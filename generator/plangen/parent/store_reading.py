"""Parent plans read back from YAML, every mistake named by its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from plangen.parent import rules
from plangen.parent.identity import is_plan_id, nearest_plan_id
from plangen.parent.model import TITLE_GAP, ItemKind, Level, ParentItem, ParentPlan, PlanKind
from plangen.parent.store_facts import read_quantities
from plangen.parent.store_keys import CORRECTION_KEYS, LISTS, PLACE_KEYS, named
from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.place import Place
from plangen.terms.responsibility import Responsibility
from plangen.terms.text import UNPRINTABLE, decode
from plangen.terms.yaml_data import yaml_loader

_Choice = TypeVar("_Choice")


MAXIMUM_BYTES = 8_000_000


_MAXIMUM_NODES = 60_000


_MAXIMUM_FINDINGS = 200


_MAXIMUM_DEPTH = 24


_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.\d+)*")


_PLAN_KEYS = ("id", "title", "place", "level", "kind", "period", "source", "retired")


_ITEM_KEYS = (
    "id",
    "number",
    "group",
    "title",
    "name",
    "text",
    "deadline",
    "deadline_text",
    "target",
    "nature",
    "quantities",
    "points",
    "responsibility",
    "items",
    "source",
)


_CLAUSE_KEYS = ("text", "leads", "participants", "open_ended")


def load_parent(path: Path) -> tuple[ParentPlan, tuple[Finding, ...]]:
    """Load a parent plan.

    Args:
        path: a YAML file as :func:`dump_parent` writes it; a person may have changed it.

    Returns:
        The plan, and what a person should look at (unknown keys); errors are raised.

    Raises:
        FindingsError: the file cannot be read, is no YAML, an entry has a wrong type, misses a key or repeats an id,
            or there is no item at all.
    """
    reader = _Reader(str(path))
    try:
        if path.is_dir():
            raise rules.PARENT_UNREADABLE.error(reader.at(None), reason="应是一个文件，给出的是文件夹")
        if path.stat().st_size > MAXIMUM_BYTES:
            raise rules.PARENT_UNREADABLE.error(reader.at(None), reason="过大，超过 8 MB")
        content = decode(path.read_bytes()).text
    except FileNotFoundError as error:
        raise rules.PARENT_UNREADABLE.error(reader.at(None), reason="不存在") from error
    except OSError as error:
        raise rules.PARENT_UNREADABLE.error(reader.at(None), reason="无法读取，请检查权限") from error
    except ValueError as error:
        raise rules.PARENT_UNREADABLE.error(reader.at(None), reason="不是文本") from error
    return _read(content, reader)


def read_parent(content: str, name: str) -> tuple[ParentPlan, tuple[Finding, ...]]:
    """Return a parent plan that stands in a text.

    Args:
        content: YAML as :func:`dump_parent` writes it, or JSON as :func:`parent_as_json` does.
        name: what findings call the text.

    Raises:
        FindingsError: as for :func:`load_parent`.
    """
    return _read(content, _Reader(name))


def _read(content: str, reader: _Reader) -> tuple[ParentPlan, tuple[Finding, ...]]:
    plan = reader.plan(_compose(content, reader))
    errors = [finding for finding in reader.findings if finding.severity is Severity.ERROR]
    if not errors and plan is not None and next(plan.top_items(), None) is None:
        errors.append(rules.PARENT_WITHOUT_ITEMS.found(reader.at(None), title=plan.title))
        reader.findings += errors
    if errors or plan is None:
        raise FindingsError(reader.findings)
    return plan, tuple(reader.findings)


def _compose(content: str, reader: _Reader) -> yaml.Node | None:
    if _too_deep(content):
        raise rules.PARENT_YAML.error(reader.at(None), reason="嵌套层级过深")
    try:
        return yaml.compose(content, Loader=yaml_loader())
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        location = Location(file=reader.file, line=mark.line + 1 if mark else None)
        raise rules.PARENT_YAML.error(location, reason="写法有误") from error


def _too_deep(content: str) -> bool:
    """Brackets nested beyond all reason: the parser itself would run out of stack."""
    depth = deepest = 0
    for character in re.findall(r"[\[\]{}]", content):
        depth += 1 if character in "[{" else -1
        deepest = max(deepest, depth)
    return deepest > 500 or re.search(r"^(?: |- ){2000}", content, re.MULTILINE) is not None


@dataclass
class _Reader:
    """Reads YAML nodes into a plan and collects what is wrong with them."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    visited: int = 0

    def at(self, node: yaml.Node | None) -> Location:
        """Return the place of a node; the file alone where there is none."""
        return Location(file=self.file, line=node.start_mark.line + 1 if node is not None else None)

    def wrong(self, node: yaml.Node | None, what: str, advice: str = "请对照其他上位规划文件改正。") -> None:
        """Remember that something at a node is not as it must be."""
        self.remember(rules.PARENT_INVALID.found(self.at(node), what=what, advice=advice))

    def remember(self, finding: Finding) -> None:
        """Remember an error; a file that is nothing but errors is given up."""
        if len(self.findings) >= _MAXIMUM_FINDINGS:
            raise FindingsError(self.findings)
        self.findings.append(finding)

    def plan(self, root: yaml.Node | None) -> ParentPlan | None:
        """Return the plan of a document's root node; None when it is none."""
        if root is None:
            self.wrong(None, "文件是空的", "请用 plangen import 重新导入。")
            return None
        # a person's corrections speak to the import, not to who reads its result
        top = self.mapping(root, ("plan", *CORRECTION_KEYS, *LISTS), "文件")
        if top is None:
            return None
        if "plan" not in top:
            self.wrong(
                root,
                f"缺少{named('plan')}",
                "文件开头应有 plan: 一行，其下写编号（id）、标题（title）、地区（place）等",
            )
            return None
        head = self.mapping(top["plan"], _PLAN_KEYS, "规划（plan）")
        if head is None:
            return None
        at = top["plan"]
        identity = self.text(head, "id", at, required=True) or ""
        if identity and not is_plan_id(identity):
            self.wrong(head["id"], f"编号“{identity}”只能用英文字母、数字和连字符", f"例如 {nearest_plan_id(identity)}")
        source = self.mapping(head["source"], ("file", "sha256"), "出处（source）") if "source" in head else None
        level = self.choice(head, "level", at, {level.value: level for level in Level})
        kind = self.choice(head, "kind", at, {kind.value: kind for kind in PlanKind})
        items = {key: self.items(top.get(key), kind, key, 1) for key, kind in LISTS.items()}
        title = self.text(head, "title", at, required=True) or ""
        if title == TITLE_GAP:
            self.remember(rules.PARENT_WITHOUT_TITLE.found(self.at(head["title"]), identity=identity, title=title))
        return ParentPlan(
            id=identity,
            title=title,
            place=self.text(head, "place", at) or "",
            level=level or Level.CITY,
            kind=kind or PlanKind.PLAN,
            period=self.period(head.get("period")),
            source_file=self.text(source or {}, "file", at),
            source_sha256=self.text(source or {}, "sha256", at),
            retired=self.texts(head.get("retired"), "retired"),
            **items,
        )

    def items(self, node: yaml.Node | None, kind: ItemKind, key: str, depth: int) -> tuple[ParentItem, ...]:
        """Return the items of a list node."""
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, f"{named(key)}应为列表", "每个条目以“- ”开头")
            return ()
        if depth > _MAXIMUM_DEPTH:
            self.wrong(node, "条目嵌套过深")
            return ()
        return tuple(item for inner in node.value if (item := self.item(inner, kind, depth)) is not None)

    def item(self, node: yaml.Node, kind: ItemKind, depth: int) -> ParentItem | None:
        """Return the item of a mapping node."""
        entry = self.mapping(node, _ITEM_KEYS, "条目")
        if entry is None:
            return None
        identity = self.text(entry, "id", node, required=True) or ""
        if identity and not _ID.fullmatch(identity):
            self.wrong(entry["id"], f"条目编号“{identity}”不合格式", "例如 T01、T13.1、P02")
        elif identity in self.ids:
            line = self.ids[identity]
            self.remember(rules.PARENT_DUPLICATE_ID.found(self.at(entry["id"]), identity=identity, line=line))
        elif identity:
            self.ids[identity] = entry["id"].start_mark.line + 1
        key = "name" if "name" in entry else "title"
        return ParentItem(
            id=identity,
            kind=kind,
            title=self.text(entry, key, node, required=True) or "",
            number=self.text(entry, "number", node),
            group=self.text(entry, "group", node),
            text=self.text(entry, "text", node),
            deadline=self.integer(entry, "deadline", node),
            deadline_text=self.text(entry, "deadline_text", node),
            target=self.text(entry, "target", node),
            nature=self.text(entry, "nature", node),
            quantities=read_quantities(entry.get("quantities"), self),
            points=self.texts(entry.get("points"), "points"),
            responsibility=self.responsibility(entry.get("responsibility")),
            items=self.items(entry.get("items"), ItemKind.NESTED, "items", depth + 1),
            source=self.place(entry.get("source")),
        )

    def responsibility(self, node: yaml.Node | None) -> Responsibility | None:
        """Return the responsibility of a mapping node."""
        if node is None or _is_null(node):
            return None
        entry = self.mapping(node, _CLAUSE_KEYS, "责任分工（responsibility）")
        if entry is None:
            return None
        leads = self.texts(entry.get("leads"), "leads")
        participants = self.texts(entry.get("participants"), "participants")
        return Responsibility(
            text=self.text(entry, "text", node) or "、".join((*leads, *participants)),
            leads=leads,
            participants=participants,
            open_ended=self.boolean(entry, "open_ended"),
        )

    def place(self, node: yaml.Node | None) -> Place:
        """Return the place of a mapping node."""
        entry = self.mapping(node, PLACE_KEYS, "出处（source）") if node is not None and not _is_null(node) else None
        if entry is None:
            return Place()
        numbers: dict[str, Any] = {key: self.integer(entry, key, entry[key]) for key in entry}
        return Place(**numbers)

    def period(self, node: yaml.Node | None) -> tuple[int, int] | None:
        """Return the period of a sequence node of two years."""
        if node is None or _is_null(node):
            return None
        values = self.texts(node, "period") if isinstance(node, yaml.SequenceNode) else ()
        if len(values) != 2 or not all(re.fullmatch(r"(?:19|20)\d\d", value) for value in values):
            self.wrong(node, f"{named('period')}应为起止两个年份", "例如 period: [2026, 2030]")
            return None
        first, last = int(values[0]), int(values[1])
        if first > last:
            self.wrong(node, f"{named('period')}起止年份颠倒：{first}、{last}", f"应写作 period: [{last}, {first}]")
            return None
        return first, last

    # ---------------------------------------------------------------- nodes

    def mapping(self, node: yaml.Node, known: tuple[str, ...], where: str) -> dict[str, yaml.Node] | None:
        """Return the entries of a mapping; unknown keys are warnings, repeated ones errors."""
        self.visited += 1
        if self.visited > _MAXIMUM_NODES:
            raise rules.PARENT_YAML.error(self.at(None), reason="内容过多，不是上位规划")
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{where}应为“键: 值”的形式", "每行写一个键，冒号后空一格再写值")
            return None
        entries: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key in entries:
                self.remember(rules.PARENT_DUPLICATE_KEY.found(self.at(key_node), where=where, key=key))
            elif key not in known:
                self._unknown_key(key_node, key, known, where)
            else:
                entries[key] = value
        return entries

    def _unknown_key(self, node: yaml.Node, key: str, known: tuple[str, ...], where: str) -> None:
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
        hint = f"是否为“{near[0]}”？" if near else f"可用的键：{'、'.join(known)}"
        self.findings.append(rules.PARENT_UNKNOWN_KEY.found(self.at(node), where=where, key=key, advice=hint))

    def text(self, entries: Mapping[str, yaml.Node], key: str, at: yaml.Node, *, required: bool = False) -> str | None:
        """Return a scalar as text, as it is written; numbers too, for a heading number may be ``1.``."""
        node = entries.get(key)
        if node is None or _is_null(node):
            if required:
                self.wrong(node or at, f"缺少{named(key)}", f"请补写一行 {key}: ……")
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, f"{named(key)}应为一段文字", "如内容含冒号或方括号，请用引号括起来")
            return None
        value = self.printable(node)
        if required and not value.strip():
            self.wrong(node, f"{named(key)}是空的")
        return value

    def printable(self, node: yaml.ScalarNode) -> str:
        """Return a scalar's text; characters that no document can hold are errors."""
        value = str(node.value)
        if found := UNPRINTABLE.findall(value):
            codes = "、".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found))
            self.wrong(node, f"内容里有看不见的控制字符（{codes}）", "请删除这个字符（把这一项重新打一遍即可）")
            value = UNPRINTABLE.sub("", value)
        return value

    def texts(self, node: yaml.Node | None, key: str) -> tuple[str, ...]:
        """Return a sequence of scalars as texts."""
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode) or any(
            not isinstance(inner, yaml.ScalarNode) for inner in node.value
        ):
            self.wrong(node, f"{named(key)}应为列表", f"例如 {key}: [市应急局, 市财政局]")
            return ()
        return tuple(self.printable(inner) for inner in node.value)

    def integer(self, entries: Mapping[str, yaml.Node], key: str, at: yaml.Node) -> int | None:
        """Return a scalar as a whole number."""
        text = self.text(entries, key, at)
        if text is None:
            return None
        if not re.fullmatch(r"\d{1,6}", text.strip()):
            example = "2027" if key == "deadline" else "12"
            self.wrong(entries[key], f"{named(key)}应为整数，现为“{text}”", f"例如 {key}: {example}")
            return None
        return int(text)

    def boolean(self, entries: Mapping[str, yaml.Node], key: str) -> bool:
        """Return a scalar as true or false."""
        node = entries.get(key)
        if node is None or _is_null(node):
            return False
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:bool":
            return str(node.value).lower() in ("true", "yes", "on")
        self.wrong(node, f"{named(key)}应为 true（是）或 false（否）")
        return False

    def choice(
        self, entries: Mapping[str, yaml.Node], key: str, at: yaml.Node, choices: Mapping[str, _Choice]
    ) -> _Choice | None:
        """Return one of the choices."""
        text = self.text(entries, key, at, required=True)
        if text is None or text in choices:
            return choices[text] if text is not None else None
        near = difflib.get_close_matches(text, list(choices), n=1, cutoff=0.5)
        hint = f"是否为“{near[0]}”？" if near else f"可写：{'、'.join(choices)}"
        self.wrong(entries[key], f"{named(key)}不能写作“{text}”", hint)
        return None


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
