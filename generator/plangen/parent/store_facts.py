"""Quantities (量化要求) in a parent plan's file: written in one line each, and read back with every mistake named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

import yaml

from plangen.parent.store_keys import named
from plangen.terms.quantity import DIRECTIONS, Quantity

_KEYS = ("what", "direction", "value", "upper", "unit", "by", "per", "place", "total", "written")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,9})?")


class NodeReader(Protocol):
    """What reads single nodes of a parent plan's file and collects what is wrong with them."""

    def mapping(self, node: yaml.Node, known: tuple[str, ...], where: str) -> dict[str, yaml.Node] | None:
        """Return the entries of a mapping."""
        ...

    def text(self, entries: Mapping[str, yaml.Node], key: str, at: yaml.Node, *, required: bool = False) -> str | None:
        """Return a scalar as text."""
        ...

    def integer(self, entries: Mapping[str, yaml.Node], key: str, at: yaml.Node) -> int | None:
        """Return a scalar as a whole number."""
        ...

    def boolean(self, entries: Mapping[str, yaml.Node], key: str) -> bool:
        """Return a scalar as true or false."""
        ...

    def wrong(self, node: yaml.Node | None, what: str, advice: str = "") -> None:
        """Remember that something at a node is not as it must be."""
        ...


def quantity_as_data(quantity: Quantity) -> dict[str, Any]:
    """Return a quantity as plain data; what is unknown or empty is left out."""
    data: dict[str, Any] = {
        "what": quantity.what,
        "direction": quantity.direction,
        "value": _number(quantity.value),
        "upper": None if quantity.upper is None else _number(quantity.upper),
        "unit": quantity.unit or None,
        "by": quantity.by,
        "per": quantity.per,
        "place": quantity.place,
        "total": quantity.total or None,
        "written": quantity.written,
    }
    return {key: value for key, value in data.items() if value is not None}


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value


def read_quantities(node: yaml.Node | None, reader: NodeReader) -> tuple[Quantity, ...]:
    """Return the quantities of a list node.

    Args:
        node: the node; None where the key is missing.
        reader: reads single nodes.
    """
    if node is None or (isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"):
        return ()
    if not isinstance(node, yaml.SequenceNode):
        reader.wrong(node, f"{named('quantities')}应为列表", _EXAMPLE)
        return ()
    return tuple(quantity for inner in node.value if (quantity := _read(inner, reader)) is not None)


_EXAMPLE = "例如 - {what: 装备达标率, direction: 达到, value: 80, unit: '%'}"


def _read(node: yaml.Node, reader: NodeReader) -> Quantity | None:
    entry = reader.mapping(node, _KEYS, "量化要求（quantities）")
    if entry is None:
        return None
    direction = reader.text(entry, "direction", node) or "达到"
    if direction not in DIRECTIONS:
        reader.wrong(entry["direction"], f"{named('direction')}不能写作“{direction}”", f"可写：{'、'.join(DIRECTIONS)}")
        return None
    value = _figure(entry, "value", node, reader, required=True)
    if value is None:
        return None
    return Quantity(
        what=reader.text(entry, "what", node) or "",
        direction=direction,
        value=value,
        upper=_figure(entry, "upper", node, reader),
        unit=reader.text(entry, "unit", node) or "",
        by=reader.integer(entry, "by", node),
        per=reader.text(entry, "per", node),
        place=reader.text(entry, "place", node),
        total=reader.boolean(entry, "total"),
        written=reader.text(entry, "written", node),
    )


def _figure(
    entry: Mapping[str, yaml.Node], key: str, node: yaml.Node, reader: NodeReader, *, required: bool = False
) -> float | None:
    text = reader.text(entry, key, node, required=required)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text.strip()):
        reader.wrong(entry[key], f"{named(key)}应为一个数，现为“{text}”", _EXAMPLE)
        return None
    return float(text)
