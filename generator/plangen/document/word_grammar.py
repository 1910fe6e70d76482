"""What is taken from a stranger's Word XML: elements, attributes and values on a list, everything else is left out.

The list (templates/style/allowed.yaml) gives for each element the elements in it, in the order that Word wants them,
and the values that its attributes may have.  What is on it cannot fetch, run or embed anything, and makes no file
that Word refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from plangen.office.word_xml import W
from plangen.terms.resources import templates_folder
from plangen.terms.yaml_data import read_yaml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PREFIXES = {
    W: "",
    R: "r:",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}": "mc:",
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}": "wp:",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}": "wps:",
    "{http://schemas.openxmlformats.org/drawingml/2006/main}": "a:",
    "{http://www.w3.org/XML/1998/namespace}": "xml:",
}
_LONGEST_TEXT = 255
_FIELD = re.compile(r"\s*([A-Z]+)((?:\s+\\[*#]\s*[\w\"'—-]+)*)\s*")

Check = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class ElementRule:
    """What may stand in one kind of element.

    Attributes:
        attributes: the check of each attribute's value.
        needed: attributes and elements without which the element is nothing; of each set one must be there.
        places: position of each element in it; several may share one.
        repeated: elements that may stand there several times.
    """

    attributes: Mapping[str, Check]
    needed: tuple[frozenset[str], ...]
    places: Mapping[str, int]
    repeated: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """The whole list (templates/style/allowed.yaml)."""

    elements: Mapping[str, ElementRule]
    texts: Mapping[str, Check]
    unwrapped: frozenset[str]
    fields: frozenset[str]
    unmentioned: frozenset[str]
    names: Mapping[str, str]
    harmless: frozenset[str]


@cache
def load_grammar() -> Grammar:
    """Return what is taken from a style document."""
    data = read_yaml(templates_folder() / "style" / "allowed.yaml")
    checks = {name: _check(kind) for name, kind in data["values"].items()}
    return Grammar(
        elements={name: _element_rule(text, checks) for name, text in data["elements"].items()},
        texts={name: checks[kind] for name, kind in data["texts"].items()},
        unwrapped=frozenset(data["unwrapped"]),
        fields=frozenset(data["fields"]),
        unmentioned=frozenset(name for line in data["unmentioned"] for name in line.split()),
        names=data["names"],
        harmless=frozenset(data["only"]),
    )


def _check(kind: list[int] | str) -> Check:
    if isinstance(kind, list):
        least, most = kind
        return lambda text: re.fullmatch(r"-?[0-9]{1,12}", text) is not None and least <= int(text) <= most
    if kind == "text":
        return lambda text: len(text) <= _LONGEST_TEXT
    if kind.startswith("/"):
        pattern = re.compile(kind.strip("/"))
        return lambda text: pattern.fullmatch(text) is not None
    words = frozenset(kind.split())
    return lambda text: text in words


def _element_rule(text: str, checks: Mapping[str, Check]) -> ElementRule:
    """Read one line of the list: ``val=size! : rPr p*|tbl*``."""
    head, _, tail = f" {text} ".partition(" : " if " : " in f" {text} " else "\0")
    given = [entry.split("=") for entry in head.split()]
    groups = [group.split("|") for group in tail.split()]
    places = {name.rstrip("*!"): place for place, group in enumerate(groups) for name in group}
    needed = [{name} for name, kind in given if kind.endswith("!")]
    needed += [{name.rstrip("!") for name in group} for group in groups if group[0].endswith("!")]
    return ElementRule(
        attributes={name: checks[kind.rstrip("!")] for name, kind in given},
        needed=tuple(map(frozenset, needed)),
        places=places,
        repeated=frozenset(name[:-1] for group in groups for name in group if name.endswith("*")),
    )


def short_name(tag: Any) -> str:
    """Return an element's or attribute's name as the list has it; ``?`` before one of another namespace."""
    space, closing, name = str(tag).rpartition("}")
    prefix = _PREFIXES.get(f"{space}{closing}", "?" if closing else "")
    return f"{prefix}{name}"


@dataclass
class Sieve:
    """Goes through XML and leaves in it what the grammar lists.

    Attributes:
        dropped: what was left out, in Chinese, for a finding.
        odd: values that no document has, as ``sz=0``.
    """

    grammar: Grammar = field(default_factory=load_grammar)
    dropped: dict[str, None] = field(default_factory=dict)
    odd: dict[str, None] = field(default_factory=dict)
    _kept: set[Any] = field(default_factory=set)

    def clean(self, element: Element) -> Element:
        """Leave in an element what is listed for it, and return it."""
        name = short_name(element.tag)
        rule = self.grammar.elements[name]
        self._unwrap(element)
        seen: set[str] = set()
        for child in list(element):
            inner = short_name(child.tag)
            if inner not in rule.places or (inner in seen and inner not in rule.repeated):
                self.leave_out(inner)
            elif self._is_whole(self.clean(child)):
                seen.add(inner)
                child.tail = None
                continue
            element.remove(child)
        ordered = sorted(element, key=lambda child: rule.places[short_name(child.tag)])
        if ordered != list(element):
            element[:] = ordered
        self._clean_attributes(element, name, rule)
        self._clean_text(element, name)
        return element

    def leave_out(self, name: str) -> None:
        """Note that something is left out.

        Args:
            name: name of an element, a field or a relationship's kind.
        """
        if not name.startswith("?") and name not in self.grammar.unmentioned:
            self.dropped[self.grammar.names.get(name, name)] = None

    def _unwrap(self, element: Element) -> None:
        while wrapped := [child for child in element if short_name(child.tag) in self.grammar.unwrapped]:
            for child in wrapped:
                if (name := short_name(child.tag)) in self.grammar.names:
                    self.leave_out(name)
                place = element.index(child)
                element[place : place + 1] = list(child)

    def _clean_attributes(self, element: Element, name: str, rule: ElementRule) -> None:
        for tag, value in list(element.attrib.items()):
            attribute = short_name(tag)
            is_named_well = str(tag).startswith("{") or not str(element.tag).startswith(W)
            check = rule.attributes.get(attribute) if is_named_well else None
            if check is None or not check(str(value)):
                del element.attrib[tag]
                if check is not None:
                    self.odd[f"{name} {attribute}={str(value)[:20]}"] = None

    def _clean_text(self, element: Element, name: str) -> None:
        check = self.grammar.texts.get(name)
        if element.text and (check is None or not check(str(element.text).strip())):
            element.text = None

    def _is_whole(self, element: Element) -> bool:
        name = short_name(element.tag)
        if name.startswith("wp:") and name in self.grammar.texts and not element.text:
            return False
        present = {short_name(tag) for tag in element.attrib} | {short_name(child.tag) for child in element}
        return all(present & needed for needed in self.grammar.elements[name].needed)

    def clean_fields(self, story: Element) -> None:
        """Leave in a header or footer only those fields that print a page number."""
        for node in list(story.iter(f"{W}fldSimple")):
            instruction = str(node.get(f"{W}instr") or "")
            if not self._prints_pages(instruction):
                self._leave_out_field(instruction, [node])
        runs: list[Any] = list(story.iter(f"{W}r"))
        group: list[Any] = []
        depth = 0
        for run in runs:
            kinds = [str(node.get(f"{W}fldCharType")) for node in run.iterchildren(f"{W}fldChar")]
            depth += kinds.count("begin")
            if depth > 0 or kinds:
                group.append(run)
            depth = max(depth - kinds.count("end"), 0)
            if group and depth == 0:
                self._judge_field(group)
                group = []
        if group:
            self._leave_out_field("", group)
        for node in [node for run in story.iter(f"{W}r") for node in run.iterchildren(f"{W}instrText")]:
            if (parent := node.getparent()) is not None and parent not in self._kept:
                parent.remove(node)

    def _judge_field(self, runs: list[Any]) -> None:
        kinds = [str(node.get(f"{W}fldCharType")) for run in runs for node in run.iterchildren(f"{W}fldChar")]
        instruction = "".join(str(node.text or "") for run in runs for node in run.iterchildren(f"{W}instrText"))
        if kinds in (["begin", "end"], ["begin", "separate", "end"]) and self._prints_pages(instruction):
            self._kept.update(runs)
        else:
            self._leave_out_field(instruction, runs)

    def _prints_pages(self, instruction: str) -> bool:
        match = _FIELD.fullmatch(instruction)
        return match is not None and match[1] in self.grammar.fields

    def _leave_out_field(self, instruction: str, nodes: Iterable[Any]) -> None:
        word = re.match(r"\s*([A-Za-z]+)", instruction)
        self.dropped[f"域 {word[1].upper()}" if word else "不完整的域"] = None
        for node in nodes:
            if node.getparent() is not None:
                node.getparent().remove(node)
