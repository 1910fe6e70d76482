"""The Chinese names of a spec's keys, for messages: what the planner reads in the file, not what the code calls it."""

from __future__ import annotations

from functools import lru_cache

from plangen.county.schema import rules_at

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
    """Return an example of what the spec says about a parent item: ``T05: {不承接: 县域无煤矿, 决定单位: 县应急局}``.

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
