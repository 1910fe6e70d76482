"""The Chinese names of a spec's keys, for messages: what the planner reads in the file, not what the code calls it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from plangen.county.schema import SCHEMA, fields_of, rules_at
from plangen.county.schema_parts import Rules
from plangen.county.spec import CountySpec
from plangen.terms.findings import Finding, marked, with_keys

_ITEM = ("inherit", "", "")


@lru_cache(maxsize=256)
def key_name(*path: str) -> str:
    """Return a key's Chinese name: ``("inherit",)`` -> 承接, ``("roster", "", "covers")`` -> 对应上级单位.

    Args:
        path: English keys from the top of the spec; an empty word stands for any entry of a list or free mapping.

    Raises:
        KeyError: the schema knows no such key.
    """
    rules = rules_at([0 if step == "" else step for step in path])
    if rules is None or "name" not in rules.get("meta", {}):
        raise KeyError(".".join(path))
    return str(rules["meta"]["name"])


def setting_name(key: str) -> str:
    """Return the Chinese name of what the spec may say about a parent item: ``waive`` -> 不承接."""
    return key_name(*_ITEM, key)


def item_line(item: str, **settings: str) -> str:
    """Return an example of what the spec says about a parent item: ``T05: {不承接: 县域无煤矿, 决定单位: 县政府}``.

    Args:
        item: the item's id.
        settings: English key -> the value as it stands in the file.
    """
    return f"{item}: {{{_pairs({setting_name(key): value for key, value in settings.items()})}}}"


def entry_line(section: str, **values: str) -> str:
    """Return an example of one entry of a list: ``{名称: 永和县应急管理局, 简称: 县应急局}``.

    Args:
        section: English key of the list (roster, groups, indicators).
        values: English key -> the value as it stands in the file.
    """
    return f"{{{_pairs({key_name(section, '', key): value for key, value in values.items()})}}}"


@lru_cache(maxsize=1)
def english_names() -> Mapping[str, str]:
    """Return every key's Chinese name with its English one: 牵头 -> lead; of one name for several, the outermost."""
    names: dict[str, str] = {}
    level: list[Rules] = [{"type": "dict", "schema": SCHEMA}]
    while level:
        inner: list[Rules] = []
        for rules in level:
            for key, field in (fields_of(rules) or {}).items():
                names.setdefault(str(field["meta"]["name"]), key)
                inner.append(field)
            if rules["type"] == "list" or "valuesrules" in rules:
                inner += [one for one in (rules.get("valuesrules"), rules.get("schema")) if one]
        level = inner
    return names


def in_its_language(findings: Iterable[Finding], spec: CountySpec | None) -> tuple[Finding, ...]:
    """Return findings whose marked words are said as the spec's own file and county say them.

    Keys (〖牵头〗) are named as the file writes them, words of the level (〖本县〗, 〖县应急局〗) as the county does.

    Args:
        findings: findings of any room.
        spec: the spec; where it could not be built, the findings stay as they are.
    """
    if spec is None or (not spec.english and spec.county.words.level == "县"):
        return tuple(findings)
    return tuple(
        replace(one, message=_said_by(spec, one.message), hint=_said_by(spec, one.hint) if one.hint else None)
        for one in findings
    )


def _said_by(spec: CountySpec, text: str) -> str:
    keys, words = english_names(), spec.county.words
    said = {mark: words.own(mark) for mark in marked(text) if mark not in keys}
    if spec.english:
        said |= {mark: keys[mark] for mark in marked(text) if mark in keys}
    return with_keys(text, said)


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items())


def fact_name(dotted: str) -> str:
    """Return a fact's name as the planner knows it.

    ``coal_mines`` -> 煤矿, ``geohazard_sites.road`` -> 地质灾害隐患点·道路隐患点; what the schema does not have stays.
    """
    steps = dotted.split(".")
    if steps[0] == "other":
        return ".".join(steps[1:]) or key_name("situation", "other")
    try:
        return "·".join(key_name("situation", *steps[: depth + 1]) for depth in range(len(steps)))
    except KeyError:
        return dotted
