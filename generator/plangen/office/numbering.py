"""Automatic numbers of a Word file, worked out from ``numbering.xml`` as Word shows them.

No library resolves the Chinese formats, so that this is done here: a paragraph names a list (``w:num``) and a level,
itself or through its style; the list names an abstract list that holds the look of each level; all lists of one
abstract list share its counters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plangen.office.word_styles import Styles
from plangen.office.word_xml import attribute, child_value, is_on, local_name, number
from plangen.terms.numerals import numeral

MOST_LEVELS = 9
"""How many levels a list has."""

_PLACEHOLDER = re.compile(r"%([1-9])")
_MOST_LABEL = 40


@dataclass(frozen=True, kw_only=True)
class LevelRule:
    """How one level of a list is numbered.

    Attributes:
        start: the first number.
        form: number format (ST_NumberFormat).
        text: the label, with ``%1`` … ``%9`` for the numbers of the levels.
        restart: ``w:lvlRestart``: 0 never restarts, k restarts after level k (from 1); None restarts after any
            higher level.
        legal: numbers of all levels are shown in digits.
        style: id of the paragraph style that is tied to the level.
        digits: least number of digits, for the custom formats 001, 002, …
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    digits: int = 0


@dataclass(frozen=True, kw_only=True)
class ListRule:
    """One list (``w:num``).

    Attributes:
        abstract: id of its abstract list.
        starts: level -> number that the list starts with there, whatever the counter says.
        levels: level -> rule in place of the abstract list's.
    """

    abstract: str
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, LevelRule] = field(default_factory=dict)


class Numbering:
    """The numbers of a document; ask for the labels in the order of the paragraphs.

    Args:
        abstracts: abstract list -> level -> rule.
        lists: list id -> rule.
        styles: the document's styles.
    """

    def __init__(
        self, abstracts: Mapping[str, Mapping[int, LevelRule]], lists: Mapping[str, ListRule], styles: Styles
    ) -> None:
        self._lists = lists
        self._styles = styles
        self._levels_of = {name: {**abstracts.get(rule.abstract, {}), **rule.levels} for name, rule in lists.items()}
        self._references: dict[str | None, tuple[str | None, int | None]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self.unknown_forms: set[str] = set()

    def reference(self, style_id: str | None, direct: Any | None) -> tuple[str, int] | None:
        """Return the list and level of a paragraph, or None where it has no number.

        Args:
            style_id: the paragraph's style.
            direct: the paragraph's own ``w:numPr``, or None.
        """
        own_list = child_value(direct, "numId") if direct is not None else None
        own_level = number(child_value(direct, "ilvl")) if direct is not None else None
        if style_id not in self._references:
            self._references[style_id] = self._of_style(style_id)
        style_list, style_level = self._references[style_id]
        chosen = own_list if own_list is not None else style_list
        if chosen is None or chosen not in self._lists:
            return None
        if own_level is None:
            own_level = style_level if chosen == style_list else 0
        return chosen, min(max(own_level or 0, 0), MOST_LEVELS - 1)

    def _of_style(self, style_id: str | None) -> tuple[str | None, int | None]:
        level: int | None = None
        for name, style in self._styles.chain(style_id):
            level = style.level if level is None else level
            if style.numbering is None:
                continue
            # The level that is tied to the style counts for more than the style's own w:ilvl.
            tied = {entry.style: at for at, entry in self._levels_of.get(style.numbering, {}).items() if entry.style}
            for candidate in (style_id, name):
                if candidate in tied:
                    return style.numbering, tied[candidate]
            return style.numbering, level
        return None, None

    def label(self, list_id: str, level: int) -> str:
        """Count one paragraph and return its number as it is shown; empty for bullets.

        Args:
            list_id: the list, as :meth:`reference` gives it.
            level: the level, from 0.
        """
        rule = self._lists[list_id]
        levels = self._levels_of[list_id]
        own = levels.get(level)
        if own is None:
            return ""
        counters = self._counters.setdefault(rule.abstract, {})
        for higher in range(level):  # a level that is passed over counts as begun
            if higher in levels:
                counters.setdefault(higher, self._start(rule, levels, higher))
        if level in rule.starts and (list_id, level) not in self._started:
            counters[level] = rule.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = self._start(rule, levels, level)
        self._started.add((list_id, level))
        for deeper in [at for at in counters if at > level and self._restarts(levels.get(at), at, level)]:
            del counters[deeper]
        return self._written(own, rule, levels, counters)

    @staticmethod
    def _start(rule: ListRule, levels: Mapping[int, LevelRule], level: int) -> int:
        return rule.starts.get(level, levels[level].start if level in levels else 1)

    @staticmethod
    def _restarts(rule: LevelRule | None, deeper: int, counted: int) -> bool:
        """Return whether counting a level lets a deeper one start anew."""
        if rule is None or rule.restart is None:
            return True
        return rule.restart != 0 and counted < min(rule.restart, deeper)

    def _written(
        self, own: LevelRule, rule: ListRule, levels: Mapping[int, LevelRule], counters: Mapping[int, int]
    ) -> str:
        if own.form == "bullet":
            return ""

        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = levels.get(at)
            count = counters.get(at, self._start(rule, levels, at))
            if shown is None:
                return str(count)
            form = "decimal" if own.legal and shown.form not in ("none", "bullet", "decimalZero") else shown.form
            text = numeral(count, form)
            if text is None:
                self.unknown_forms.add(form)
                text = str(count)
            return text.zfill(shown.digits) if text else ""

        return _PLACEHOLDER.sub(value, own.text)[:_MOST_LABEL].strip()


def with_label(label: str, text: str) -> str:
    """Return a paragraph's text behind its automatic number, as an office would have typed it.

    A number that ends in a letter, a digit or a character (``第一章``, ``1.1``) is set off by a space; one that ends in
    punctuation, and a circled one, is not.
    """
    if not label or not text:
        return label + text
    apart = label[-1].isalpha() or label[-1] in "0123456789"
    return f"{label} {text}" if apart else label + text


def read_numbering(root: Any | None, styles: Styles) -> Numbering:
    """Return the numbering of a ``numbering.xml``.

    Args:
        root: the root element, or None where the file has no such part.
        styles: the document's styles; a list may be tied to a numbering style.
    """
    abstracts: dict[str, dict[int, LevelRule]] = {}
    style_of: dict[str, str] = {}
    owner_of: dict[str, str] = {}
    lists: dict[str, ListRule] = {}
    for element in root if root is not None else ():
        kind = local_name(element)
        if kind == "abstractNum":
            name = attribute(element, "abstractNumId") or ""
            abstracts[name] = dict(_read_levels(element))
            if linked := child_value(element, "numStyleLink"):
                style_of[name] = linked
            if owned := child_value(element, "styleLink"):
                owner_of[owned] = name
        elif kind == "num":
            lists[attribute(element, "numId") or ""] = _read_list(element)
    lists.pop("0", None)  # list 0 means "no number here"
    resolved = {
        name: replace(rule, abstract=_resolve(rule.abstract, style_of, owner_of, lists, styles))
        for name, rule in lists.items()
    }
    return Numbering(abstracts, resolved, styles)


def _resolve(
    abstract: str,
    style_of: Mapping[str, str],
    owner_of: Mapping[str, str],
    lists: Mapping[str, ListRule],
    styles: Styles,
) -> str:
    """Follow an abstract list that only names a numbering style to the one that defines the style."""
    seen: set[str] = set()
    while abstract in style_of and abstract not in seen:
        seen.add(abstract)
        style_id = style_of[abstract]
        named = next((style.numbering for _, style in styles.chain(style_id) if style.numbering), None)
        through = lists[named].abstract if named and named in lists else None
        following = through if through is not None and through not in seen else owner_of.get(style_id)
        if following is None:
            break
        abstract = following
    return abstract


def _read_list(element: Any) -> ListRule:
    starts: dict[int, int] = {}
    levels: dict[int, LevelRule] = {}
    for override in element:
        if local_name(override) != "lvlOverride":
            continue
        at = number(attribute(override, "ilvl"))
        start = number(child_value(override, "startOverride"))
        if at is None:
            continue
        if start is not None:
            starts[at] = start
        levels.update((at, rule) for _, rule in _read_levels(override))
    return ListRule(abstract=child_value(element, "abstractNumId") or "", starts=starts, levels=levels)


def _read_levels(parent: Any) -> Iterator[tuple[int, LevelRule]]:
    for element in parent:
        at = number(attribute(element, "ilvl")) if local_name(element) == "lvl" else None
        if at is None:
            continue
        form, digits = _number_format(element)
        yield (
            at,
            LevelRule(
                start=number(child_value(element, "start")) or 0,
                form=form,
                text=child_value(element, "lvlText") or "",
                restart=number(child_value(element, "lvlRestart")),
                legal=is_on(element, "isLgl"),
                style=child_value(element, "pStyle"),
                digits=digits,
            ),
        )


def _number_format(level: Any) -> tuple[str, int]:
    """Return a level's number format and its least number of digits."""
    if plain := child_value(level, "numFmt"):
        return plain, 0
    # Formats such as "001, 002, 003, ..." stand beside a plain one for older programs.
    for element in level.iter():
        if local_name(element) == "numFmt" and attribute(element) == "custom":
            sample = (attribute(element, "format") or "").split(",")[0].strip()
            if sample.isdigit():
                return "decimal", len(sample)
    fallback = next(
        (attribute(e) for e in level.iter() if local_name(e) == "numFmt" and attribute(e) != "custom"), None
    )
    return fallback or "decimal", 0
