"""Parent plans on disk: YAML as design §4 writes it, and where the shipped ones are."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

import yaml

from plangen.parent import rules
from plangen.parent.identity import is_plan_id
from plangen.parent.model import ItemKind, ParentItem, ParentPlan
from plangen.parent.store_facts import quantity_as_data
from plangen.parent.store_keys import LISTS, PLACE_KEYS
from plangen.parent.store_reading import load_parent
from plangen.terms.resources import parents_folder
from plangen.terms.text import UNPRINTABLE

_IN_LINE = ("leads", "participants", "period", "retired", "points")


def counts(plan: ParentPlan) -> dict[str, int]:
    """Return how many indicators, goals, tasks, nested items and projects a plan has."""
    nested = sum(1 for item in plan.all_items() if item.kind is ItemKind.NESTED)
    return {
        "indicators": len(plan.indicators),
        "goals": len(plan.goals),
        "tasks": len(plan.tasks),
        "nested": nested,
        "projects": len(plan.projects),
    }


def plan_as_data(plan: ParentPlan) -> dict[str, Any]:
    """Return a plan as plain data in the order in which it is written; what is unknown or empty is left out."""
    head: dict[str, Any] = {
        "id": plan.id,
        "title": plan.title,
        "place": plan.place,
        "level": plan.level.value,
        "kind": plan.kind.value,
        "period": list(plan.period) if plan.period else None,
    }
    if plan.source_file or plan.source_sha256:
        source = {"file": plan.source_file, "sha256": plan.source_sha256}
        head["source"] = {key: value for key, value in source.items() if value}
    if plan.retired:
        head["retired"] = list(plan.retired)
    data: dict[str, Any] = {"plan": head}
    for key in LISTS:
        data[key] = [_item_as_data(item) for item in getattr(plan, key)]
    return data


def _item_as_data(item: ParentItem) -> dict[str, Any]:
    indicator = item.kind is ItemKind.INDICATOR
    data: dict[str, Any] = {"id": item.id, "number": item.number, "group": item.group}
    data["name" if indicator else "title"] = item.title
    data |= {"text": item.text, "deadline": item.deadline, "deadline_text": item.deadline_text, "target": item.target}
    data = {key: value for key, value in data.items() if value is not None}
    if indicator or item.nature is not None:
        data["nature"] = item.nature
    if item.quantities:
        data["quantities"] = [quantity_as_data(quantity) for quantity in item.quantities]
    if item.points:
        data["points"] = list(item.points)
    if item.responsibility is not None:
        clause = item.responsibility
        data["responsibility"] = {
            "text": clause.text,
            "leads": list(clause.leads),
            "participants": list(clause.participants),
            "open_ended": clause.open_ended,
        }
    if item.items:
        data["items"] = [_item_as_data(inner) for inner in item.items]
    place = {key: value for key in PLACE_KEYS if (value := getattr(item.source, key)) is not None}
    if place:
        data["source"] = place
    return data


def parent_as_json(plan: ParentPlan) -> str:
    """Return a plan as one line of JSON, which is YAML too: quick to write, read by :func:`read_parent`."""
    return UNPRINTABLE.sub("", json.dumps(plan_as_data(plan), ensure_ascii=False, separators=(",", ":")))


def dump_parent(plan: ParentPlan) -> str:
    """Return a plan as YAML (design §4): units as flow lists, texts as blocks; one plan is always one text."""

    class Flow(list[Any]):
        """A list written in one line."""

    class FlowMap(dict[str, Any]):
        """A mapping written in one line."""

    class Dumper(yaml.SafeDumper):
        """Indents lists under their key, as people write them."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        value = UNPRINTABLE.sub("", value)  # unseen marks that :func:`load_parent` would refuse
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    Dumper.add_representer(Flow, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, True))
    Dumper.add_representer(
        FlowMap, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), True)
    )

    def shaped(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            entries = {name: shaped(inner, name) for name, inner in value.items()}
            in_line = key == "quantity" or (key == "source" and "file" not in entries)
            return FlowMap(entries) if in_line else entries
        if isinstance(value, list):
            entries_list = [shaped(inner, "quantity" if key == "quantities" else "") for inner in value]
            return Flow(entries_list) if key in _IN_LINE else entries_list
        return value

    return yaml.dump(
        shaped(plan_as_data(plan)), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000_000, indent=2
    )


def find_parent(id_or_path: str, base: Path | None = None) -> Path:
    """Return the file of a parent plan.

    Args:
        id_or_path: id of a shipped parent, or path of a YAML file.
        base: folder that relative paths start from (the spec's folder); None: the working folder.

    Raises:
        FindingsError: there is no such parent; the hint names the nearest id.
    """
    given = id_or_path.strip()
    looks_like_path = given.lower().endswith((".yaml", ".yml")) or "/" in given or "\\" in given
    if looks_like_path:
        path = Path(given.replace("\\", "/")) if not Path(given).exists() else Path(given)
        path = path if path.is_absolute() or base is None else base / path
        if path.is_file():
            return path
        advice = "请核对路径；相对路径从填报文件所在文件夹算起。"
        raise rules.PARENT_UNKNOWN.error(what=f"找不到上位规划文件：{given}", advice=advice)
    shipped = parents_folder() / f"{given}.yaml"
    if is_plan_id(given) and shipped.is_file():
        return shipped
    if base is not None and (base / f"{given}.yaml").is_file() and is_plan_id(given):
        return base / f"{given}.yaml"
    known = shipped_ids()
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    hint = f"是否为“{near[0]}”？" if near else ""
    listed = "、".join(known) or "（无）"
    advice = f"{hint}现有编号：{listed}；也可写 YAML 文件的路径。"
    raise rules.PARENT_UNKNOWN.error(what=f"没有编号为“{given}”的上位规划", advice=advice)


def shipped_ids() -> list[str]:
    """Return the ids of the shipped parents, sorted."""
    folder = parents_folder()
    return sorted(path.stem for path in folder.glob("*.yaml")) if folder.is_dir() else []


def list_parents() -> tuple[ParentPlan, ...]:
    """Return all shipped parents, sorted by id."""
    return tuple(load_parent(parents_folder() / f"{identity}.yaml")[0] for identity in shipped_ids())
