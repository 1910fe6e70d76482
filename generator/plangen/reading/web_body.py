"""Finds the body of a document in a web page: without navigation, index table, share buttons and footer."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from plangen.reading import page_rules as rules
from plangen.terms.findings import FindingsError, Location
from plangen.terms.resources import knowledge_file
from plangen.terms.text import squeeze
from plangen.terms.yaml_data import read_yaml

CONTAINERS_FILE = "web_containers.yaml"
"""Knowledge file with the containers that are known."""

UNREAD = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "video", "audio",
    "select", "textarea", "input", "button", "map", "head", "datalist", "dialog",
})  # fmt: skip
"""Elements whose text is no part of a document."""

_MOST_COMPARED = 30_000
_SHORTEST_BODY = 30
_SMALL_PART = 0.1
_SIDE_PART = 0.1
_MAIN_PART = 0.8
_FOUND_PART = 0.95
_GRID_ROWS, _GRID_CELLS = 2, 2
"""Rows, and cells with text in each, from which on a table holds data and not the layout of a page."""
_LONG_PAGE = 2000
_SAMPLED_LINES = 200
_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9-]*)?(?P<rest>(?:[.#][\w-]+|\[[\w-]+=[^\]]+\])*)", re.IGNORECASE)
_SIMPLE = re.compile(r"([.#])([\w-]+)|\[([\w-]+)=['\"]?([^\]'\"]+)['\"]?\]")


@dataclass(frozen=True)
class Containers:
    """What is known about web pages.

    Attributes:
        containers: XPath expressions of the containers of bodies, the likeliest first.
        left_out: XPath expressions of what stands inside bodies without belonging to them.
    """

    containers: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Body:
    """Where the body is.

    Attributes:
        elements: its elements, in the page's order.
        known: it was found as a known container.
        part: how much of the page's text outside links it holds, 0 to 1.
        extractor_missing: trafilatura, which finds bodies of unknown pages best, is not installed.
    """

    elements: tuple[Any, ...]
    known: bool
    part: float
    extractor_missing: bool = False


def load_containers() -> Containers:
    """Return the containers of the knowledge file.

    Raises:
        FindingsError: the file cannot be read, or a selector in it is none that is understood.
    """
    try:
        content = read_yaml(knowledge_file(CONTAINERS_FILE))
    except (OSError, ValueError) as error:
        raise _bad_knowledge("文件无法读取") from error
    if not isinstance(content, dict):
        raise _bad_knowledge("文件内容应为containers和left_out两个列表")
    lists = [content.get(key) or [] for key in ("containers", "left_out")]
    if not all(isinstance(one, list) for one in lists):
        raise _bad_knowledge("containers和left_out应为列表")
    containers, left_out = (tuple(selector_xpath(str(selector)) for selector in one) for one in lists)
    return Containers(containers, left_out)


def _bad_knowledge(detail: str) -> FindingsError:
    return rules.HTML_SELECTOR.error(Location(file=CONTAINERS_FILE), detail=detail)


def selector_xpath(selector: str) -> str:
    """Return the XPath expression for a simple CSS selector: tag, class, id, attribute, and descendants.

    Raises:
        FindingsError: the selector has something else in it.
    """
    steps = []
    for compound in selector.split():
        match = _COMPOUND.fullmatch(compound)
        if not match or not compound:
            raise _bad_knowledge(f"“{selector}”不是可识别的写法")
        conditions = ""
        for kind, name, key, value in _SIMPLE.findall(match["rest"]):
            if kind == ".":
                conditions += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            elif kind == "#":
                conditions += f"[@id='{name}']"
            else:
                conditions += f"[@{key}='{value}']"
        steps.append(f"{match['tag'] or '*'}{conditions}")
    if not steps:
        raise _bad_knowledge("有空白的条目")
    return "descendant-or-self::" + "//".join(steps)


def find_body(root: Any, page: str, containers: Sequence[str]) -> Body:
    """Return where the body of a page is.

    Args:
        root: the page's ``html`` or ``body`` element.
        page: the page's text, for trafilatura.
        containers: XPath expressions of the known containers.
    """
    lengths = _text_lengths(root)
    total = lengths.get(root, 0)
    least = max(min(_SHORTEST_BODY, total / 2), 1)
    for xpath in containers:
        found = [element for element in _outermost(root.xpath(xpath)) if lengths.get(element, 0) >= least]
        most = max((lengths[element] for element in found), default=0)
        if not found or (total > _LONG_PAGE and most < total * _SMALL_PART):
            continue
        chosen = tuple(element for element in found if lengths[element] >= most * _SIDE_PART)
        return Body(chosen, True, sum(lengths[element] for element in chosen) / max(total, 1))
    # trafilatura compares elements with each other; of a page that is all table or list it finds no body anyway
    located, missing = _by_extractor(root, page, lengths) if len(lengths) <= _MOST_COMPARED else (None, False)
    element = located if located is not None else _densest(root, lengths)
    return Body((element,), False, lengths.get(element, 0) / max(total, 1), missing)


def _outermost(elements: Sequence[Any]) -> list[Any]:
    chosen = set(elements)
    return [element for element in elements if not any(above in chosen for above in element.iterancestors())]


def _text_lengths(root: Any) -> dict[Any, int]:
    """Return for each element the number of characters in it, white space and links aside."""
    lengths: dict[Any, int] = {}
    open_lengths = [0]
    unread = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        skipped = element.tag in UNREAD or element.tag == "a"
        if event == "start":
            unread += skipped
            open_lengths.append(0 if unread else _length(element.text))
            continue
        unread -= skipped
        own = open_lengths.pop()
        lengths[element] = own
        open_lengths[-1] += own + (0 if unread else _length(element.tail))
    return lengths


def _length(text: str | None) -> int:
    return len(squeeze(text)) if text else 0


def _densest(root: Any, lengths: dict[Any, int]) -> Any:
    """Return the innermost element that still holds most of the text."""
    element = root
    enough = lengths.get(root, 0) * _MAIN_PART
    while True:
        inner = max(element, key=lambda one: lengths.get(one, 0), default=None)
        if inner is None or inner.tag == "p" or _is_grid(inner) or lengths.get(inner, 0) < enough:
            return element
        element = inner


def _is_grid(element: Any) -> bool:
    """Return whether an element is a table of data: the longest of its cells is a part of it, never the body."""
    if element.tag != "table" or element.xpath("boolean(.//table)"):
        return False
    counts = [
        sum(bool("".join(cell.itertext()).strip()) for cell in row if cell.tag in ("td", "th"))
        for row in element.xpath("./tr | ./thead/tr | ./tbody/tr")
    ]
    return sum(count >= _GRID_CELLS for count in counts) >= _GRID_ROWS


def _by_extractor(root: Any, page: str, lengths: dict[Any, int]) -> tuple[Any | None, bool]:
    """Return the element in which trafilatura's text stands, and whether trafilatura is missing.

    Its text itself is not used: it knows no merged cells, and leaves out what it takes for repetitions.
    """
    try:
        trafilatura = importlib.import_module("trafilatura")
    except ImportError:
        return None, True
    try:
        text = trafilatura.extract(page, include_comments=False, include_tables=False, favor_recall=True)
    except Exception:
        text = None  # whatever it fails on, the densest block is still there
    lines = [line for line in map(squeeze, (text or "").splitlines()) if len(line) > 1]
    if not lines:
        return None, False
    step = max(len(lines) // _SAMPLED_LINES, 1)
    sample = {*lines[::step], lines[-1]}
    wanted = sum(map(len, sample)) * _FOUND_PART
    element = root
    while True:
        holding = [one for one in element if _held(one, sample) >= wanted]
        inner = max(holding, key=lambda one: lengths.get(one, 0), default=None)
        if inner is None or inner.tag == "p" or _is_grid(inner):
            return (element if element is not root else None), False
        element = inner


def _held(element: Any, sample: set[str]) -> int:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return 0
    text = squeeze("".join(element.itertext()))
    return sum(len(line) for line in sample if line in text)
