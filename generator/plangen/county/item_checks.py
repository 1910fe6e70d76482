"""Checks of what the county decides about the parents' items, and of its own indicators, tasks and projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from plangen.county import meaning_rules as rules
from plangen.county.meaning import Meaning, as_list, as_mapping
from plangen.county.normalise import short
from plangen.county.schema import NO_REASONS
from plangen.county.unit_checks import check_responsibility
from plangen.terms.deadline import deadline_years, printed_deadline
from plangen.terms.findings import Location
from plangen.terms.text import comparable
from plangen.terms.yaml_source import KeyPath

_CONTENT_KEYS = ("title", "text", "lead", "participants", "deadline", "target", "measures")
_WAIVER = {
    "waive": ("理由", "境内无煤矿"),
    "by": ("决定单位", "〖县政府〗"),
    "on": ("日期", "2026-11-20"),
}

ItemKey = tuple[str, str]


def merge_target(parent: str, text: str) -> ItemKey:
    """Return parent id and item id of a ``merge_into``, which names the parent only where it is another one."""
    other, colon, item = text.rpartition(":")
    return (other.strip(), item.strip()) if colon else (parent, text.strip())


def is_reason(text: Any) -> bool:
    """Return whether a waiver's reason says anything: 是, 无 and words of one or two characters do not."""
    bare = re.sub(r"[\W_]+", "", str(text)).casefold()
    words = {re.sub(r"[\W_]+", "", word).casefold() for word in NO_REASONS}
    return len(bare) > 2 and bare not in words


def check_dispositions(meaning: Meaning) -> None:
    """Check what becomes of each parent item."""
    for path, data in _dispositions(meaning):
        _content(meaning, data, path)
        _waiver(meaning, data, path)
        titles: dict[str, Location] = {}
        for index, part in enumerate(as_list(data.get("split"))):
            if isinstance(part, dict):
                _content(meaning, part, (*path, "split", index))
                _title(meaning, part, (*path, "split", index), titles)
        if data.get("split") and data.get("merge_into"):
            _contradiction(meaning, path, "split", "merge_into")


def check_local_items(meaning: Meaning) -> None:
    """Check the tasks and projects that the county adds."""
    for section in ("local_tasks", "local_projects"):
        titles: dict[str, Location] = {}
        for path, data in meaning.entries(section):
            _content(meaning, data, path)
            _title(meaning, data, path, titles)


def check_indicators(meaning: Meaning) -> None:
    """Check the county's own indicators and its targets for inherited ones."""
    targets: dict[str, Location] = {}
    titles: dict[str, Location] = {}
    for path, data in meaning.entries("indicators"):
        check_responsibility(meaning, data, path)
        of = data.get("of")
        if not data.get("name") and not of:
            name, for_parent = meaning.key(*path, "name"), meaning.key(*path, "of")
            meaning.say(rules.INDICATOR_WITHOUT_NAME, path, name=name, of=for_parent)
        if isinstance(of, str) and of:
            if first := meaning.first_place(targets, of, (*path, "of")):
                meaning.say(rules.INDICATOR_SET_TWICE, (*path, "of"), of=of, first=meaning.line(first))
            if ":" not in of and len(meaning.draft.parents) != 1:
                meaning.say(rules.BAD_REFERENCE, (*path, "of"), of=of, key=meaning.key(*path, "of"))
        elif isinstance(data.get("name"), str):
            _title(meaning, data, path, titles, "name")


def check_merges(meaning: Meaning) -> None:
    """Check where merged items go."""
    targets: dict[ItemKey, ItemKey] = {}
    given = {(str(path[1]), str(path[2])): data for path, data in _dispositions(meaning)}
    for (parent, item), data in given.items():
        text = data.get("merge_into")
        if not isinstance(text, str) or not text:
            continue
        path: KeyPath = ("inherit", parent, item)
        target = targets[parent, item] = merge_target(parent, text)
        if target == (parent, item):
            meaning.say(rules.MERGE_INTO_ITSELF, (*path, "merge_into"), item=item)
            continue
        other = given.get(target, {})
        place = (*path, "merge_into")
        if other.get("waive"):
            meaning.say(rules.MERGE_INTO_WAIVED, place, item=item, target=text)
        elif other.get("split"):
            shown: dict[str, Any] = {"item": f"“{item}”", "target": f"“{text}”", "id": text, "key": meaning.key(*place)}
            meaning.say(rules.MERGE_INTO_SPLIT, place, of_key=False, **shown)
        if extra := [key for key in ("title", "text", "deadline", "lead") if data.get(key)]:
            values: dict[str, Any] = {"item": item, "target": text, "keys": meaning.keys(path, extra)}
            meaning.say(rules.MERGED_WITH_CONTENT, (*path, extra[0]), of_key=True, **values)
    _cycles(meaning, targets)


def _cycles(meaning: Meaning, targets: Mapping[ItemKey, ItemKey]) -> None:
    reported: set[ItemKey] = set()
    for start in targets:
        chain = [start]
        while (following := targets.get(chain[-1])) and following not in chain:
            chain.append(following)
        if following is None or following not in chain:
            continue
        ring = chain[chain.index(following) :]
        if len(ring) >= 2 and not reported & set(ring):
            reported |= set(ring)
            shown = "→".join(item for _, item in (*ring, ring[0]))
            meaning.say(rules.MERGE_CYCLE, ("inherit", *ring[0], "merge_into"), ring=shown)


def _dispositions(meaning: Meaning) -> Iterator[tuple[KeyPath, dict[str, Any]]]:
    for parent, items in as_mapping(meaning.places.document.get("inherit")).items():
        for item, data in as_mapping(items).items():
            if isinstance(data, dict):
                yield ("inherit", parent, item), data


def _content(meaning: Meaning, data: Mapping[str, Any], path: KeyPath) -> None:
    """Check who does something by when."""
    check_responsibility(meaning, data, path)
    deadline, period = data.get("deadline"), meaning.draft.period
    # a deadline that is none was said already
    if isinstance(deadline, str) and period and period[0] <= period[1] and printed_deadline(deadline) is not None:
        start, end = period
        if any(not start <= year <= end for year in deadline_years(deadline)):
            values: dict[str, Any] = {"whose": "", "deadline": deadline, "start": start, "end": end, "then": "。"}
            remedy = "请核对年份；规划期内持续开展的工作可写“长期坚持”。"
            meaning.say(rules.DEADLINE_OUTSIDE_PERIOD, (*path, "deadline"), of_key=False, **values, remedy=remedy)


def _title(
    meaning: Meaning, data: Mapping[str, Any], path: KeyPath, titles: dict[str, Location], key: str = "title"
) -> None:
    title = data.get(key)
    if isinstance(title, str) and title and (first := meaning.first_place(titles, comparable(title), (*path, key))):
        what = "名称" if key == "name" else "标题"
        meaning.say(rules.REPEATED_TITLE, (*path, key), title=title, first=meaning.line(first), what=what)


def _contradiction(meaning: Meaning, path: KeyPath, first: str, second: str) -> None:
    keys = {"first": meaning.key(*path, first), "second": meaning.key(*path, second)}
    meaning.say(rules.CONTRADICTING_DISPOSITION, (*path, second), of_key=True, item=path[-1], **keys)


def _waiver(meaning: Meaning, data: Mapping[str, Any], path: KeyPath) -> None:
    missing = [key for key in _WAIVER if data.get(key) is None]
    announced = (*path, "waive") in meaning.places.spots  # the key stands there, even with nothing after it
    if len(missing) == len(_WAIVER) and not announced:
        return
    if missing:
        problem = f"但没有写明{'、'.join(_WAIVER[key][0] for key in missing)}"
        lines = "；".join(f"{meaning.key(*path, key)}: {_WAIVER[key][1]}" for key in missing)
        remedy = f"不承接的条目要写明理由、决定单位和日期，请补上：{lines}"
        meaning.say(rules.WAIVER_INCOMPLETE, path, of_key=True, item=f"“{path[-1]}”", problem=problem, remedy=remedy)
    elif not is_reason(data["waive"]):
        problem = f"写的“{short(str(data['waive']))}”不是理由"
        example = f"{meaning.key(*path, 'waive')}: 境内无煤矿，救护力量由上级统筹"
        remedy = f"请写明〖本县〗为什么不承接，例如：{example}"
        meaning.say(rules.WAIVER_INCOMPLETE, (*path, "waive"), item=f"“{path[-1]}”", problem=problem, remedy=remedy)
    if not announced:
        return
    for key in ("merge_into", "split"):
        if data.get(key):
            _contradiction(meaning, path, "waive", key)
    if extra := [key for key in _CONTENT_KEYS if data.get(key) is not None]:
        keys = meaning.keys(path, extra)
        meaning.say(rules.WAIVED_WITH_CONTENT, (*path, extra[0]), of_key=True, item=path[-1], keys=keys)
