#!/usr/bin/env python3
"""Compare imports of the real parent plans with what is known to be in them.

Prints precision and recall by title for each kind of item, the share of items whose leads, participants, open-endedness
and deadline are exactly right, and the counts of the documents without a reference.  Then the figures (quantities) of
two documents against what was judged by hand in tests/judged_quantities.yaml, and how many of their points are noise by
tests/judged_points.yaml.

Usage: python benchmarks/import_accuracy.py [SHARED_FOLDER]     (default: $PLANGEN_SHARED, else ../shared)
Exit code: 1 when an item is missed or a field is wrong in a document with a reference, or when precision or recall of
the figures is below 0.95, else 0.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from plangen.parent.importer import counts, import_document
from plangen.parent.model import ParentItem, ParentPlan
from plangen.parent.store_facts import quantity_as_data
from plangen.terms.text import half_width, squeeze

KINDS = ("indicators", "goals", "tasks", "nested", "projects")
FIELDS = ("leads", "participants", "open_ended", "clause", "deadline", "target", "nature", "number", "group", "parent")


@dataclass
class Score:
    """How one document came out.

    Attributes:
        found, expected, right: numbers of items by kind: imported, in the reference, in both (by title, in order).
        fields: name of a field -> (exactly right, compared).
        wrong: what differs, for a person to read.
    """

    found: dict[str, int] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def perfect(self) -> bool:
        """Whether nothing is missed, added or wrong."""
        return not self.wrong and self.found == self.expected == self.right


def normal(text: str) -> str:
    """Return a title or number for comparing: width and spaces do not count."""
    return squeeze(half_width(text))


def nested_items(plan: ParentPlan) -> list[tuple[ParentItem, ParentItem]]:
    """Return every nested item with the top item it stands under."""
    return [(inner, top) for top in (*plan.tasks, *plan.projects) for inner in top.walk() if inner is not top]


def expected_items(reference: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the reference's items by kind, in one shape."""
    indicators = [
        {
            "title": entry["name"],
            "target": entry["target"],
            "nature": entry["nature"],
            "leads": entry["leads"],
            "participants": entry["participants"],
            "open_ended": entry["participants_open_ended"],
            "clause": entry["responsible_raw"],
        }
        for entry in reference["indicators"]
    ]
    goals = [{"title": entry["title"], "number": entry["no_raw"]} for entry in reference["goals"]]

    def shape(entry: dict[str, Any]) -> dict[str, Any]:
        keys = ("title", "number", "leads", "participants", "open_ended", "deadline", "parent")
        shaped = {key: entry[key] for key in keys if key in entry}
        shaped["clause"] = entry["responsibility"]
        if entry.get("group"):
            shaped["group"] = entry["group"].lstrip("（(一二三四五六七八九十0123456789)）.、 ")
        return shaped

    return {
        "indicators": indicators,
        "goals": goals,
        "tasks": [shape(entry) for entry in reference["tasks"]],
        "nested": [shape(entry) for entry in reference["items"]],
        "projects": [shape(entry) for entry in reference["projects"]],
    }


def imported_items(plan: ParentPlan) -> dict[str, list[dict[str, Any]]]:
    """Return the imported items by kind, in the reference's shape."""

    def shape(item: ParentItem, parent: ParentItem | None = None) -> dict[str, Any]:
        clause = item.responsibility
        return {
            "title": item.title,
            "number": item.number,
            "group": item.group,
            "target": item.target,
            "nature": item.nature,
            "leads": list(clause.leads) if clause else [],
            "participants": list(clause.participants) if clause else [],
            "open_ended": bool(clause and clause.open_ended),
            "clause": clause.text if clause else None,
            "deadline": item.deadline,
            "parent": f"{parent.id[0]}{int(parent.id[1:])}" if parent else None,
        }

    return {
        "indicators": [shape(item) for item in plan.indicators],
        "goals": [shape(item) for item in plan.goals],
        "tasks": [shape(item) for item in plan.tasks],
        "nested": [shape(item, parent) for item, parent in nested_items(plan)],
        "projects": [shape(item) for item in plan.projects],
    }


def compare(plan: ParentPlan, reference: dict[str, Any]) -> Score:
    """Compare an import with its reference, item by item in the document's order."""
    score = Score()
    expected, found = expected_items(reference), imported_items(plan)
    for kind in KINDS:
        score.expected[kind], score.found[kind] = len(expected[kind]), len(found[kind])
        left = list(found[kind])
        right = 0
        for wanted in expected[kind]:
            match = next((item for item in left if normal(item["title"]) == normal(wanted["title"])), None)
            if match is None:
                score.wrong.append(f"{kind}: missed {wanted['title']}")
                continue
            left.remove(match)
            right += 1
            compare_fields(kind, wanted, match, score)
        score.right[kind] = right
        score.wrong += [f"{kind}: not in the reference: {item['title']}" for item in left]
    return score


def compare_fields(kind: str, wanted: dict[str, Any], found: dict[str, Any], score: Score) -> None:
    """Compare every field that the reference states."""
    for name in FIELDS:
        if name not in wanted:
            continue
        same = found[name] == wanted[name]
        if isinstance(wanted[name], str) and isinstance(found[name], str):
            same = normal(found[name]) == normal(wanted[name])
        right, compared = score.fields.get(name, (0, 0))
        score.fields[name] = (right + same, compared + 1)
        if not same:
            score.wrong.append(f"{kind}: {wanted['title']}: {name} is {found[name]!r}, should be {wanted[name]!r}")


TESTS = Path(__file__).resolve().parents[1] / "tests"
LEAST_FIGURES = 0.95
"""Least precision and recall of the figures."""


def compare_figures(plan: ParentPlan, expected: dict[str, list[dict[str, Any]]]) -> tuple[int, list[str], list[str]]:
    """Compare the figures of a plan with those judged by hand; every field counts, the words for a number do not.

    Args:
        plan: the import.
        expected: title of the item -> its figures.

    Returns:
        How many are right, those that are missed, and those that nobody asked for.
    """
    long_names = [normal(name).rstrip("…") for name in _texts_in(expected) if name.endswith("…")]

    def short(name: str) -> str:
        bare = normal(name).rstrip("…")
        return next((one for one in long_names if bare.startswith(one)), bare)

    def key(title: str, figure: dict[str, Any]) -> str:
        said = {**figure, "what": short(figure["what"])}
        return f"{short(title)}: " + ", ".join(f"{name} {said[name]}" for name in sorted(said) if name != "written")

    found = [key(item.title, quantity_as_data(one)) for item in plan.all_items() for one in item.quantities]
    missed = []
    right = 0
    for line in (key(title, figure) for title, figures in expected.items() for figure in figures):
        if line in found:
            found.remove(line)
            right += 1
        else:
            missed.append(line)
    return right, missed, found


def _texts_in(expected: dict[str, list[dict[str, Any]]]) -> Iterable[str]:
    """Yield the names of items and of what is measured."""
    for title, figures in expected.items():
        yield title
        yield from (figure["what"] for figure in figures)


def print_facts(plans: dict[str, ParentPlan]) -> list[str]:
    """Print how right the figures and points are; return what is below the bound."""
    figures: list[list[object]] = [["document", "judged", "found", "precision", "recall"]]
    points: list[list[object]] = [["document", "points", "noise", "share", "judged by hand"]]
    wrong = []
    expected = yaml.safe_load((TESTS / "judged_quantities.yaml").read_text("utf-8"))
    noise = yaml.safe_load((TESTS / "judged_points.yaml").read_text("utf-8"))
    for name, wanted in expected.items():
        right, missed, surplus = compare_figures(plans[name], wanted)
        found, whole = right + len(surplus), right + len(missed)
        figures.append([name, whole, found, percent(right, found), percent(right, whole)])
        if right < LEAST_FIGURES * max(found, whole):
            wrong += [f"{name}: missed {line}" for line in missed]
            wrong += [f"{name}: not asked for {line}" for line in surplus]
    for name, judged in noise.items():
        every = [point for item in plans[name].all_items() for point in item.points]
        bad = sum(point in judged["noise"] for point in every)
        points.append([name, len(every), bad, percent(bad, len(every)), judged["judged"]])
    for title, table in (("Figures (quantities), known to the authors", figures), ("Points", points)):
        print(f"\n{title}")
        print_table(table)
    return wrong


def print_table(rows: Iterable[Sequence[object]]) -> None:
    """Print rows in columns."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    for row in texts:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def percent(part: int, whole: int) -> str:
    """Return a share as per cent; of nothing it is a dash."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def main() -> int:
    default = os.environ.get("PLANGEN_SHARED") or str(Path(__file__).resolve().parents[2] / "shared")
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    documents = sorted((shared / "corpus").glob("*.txt"))
    if not documents:
        print(f"no documents under {shared / 'corpus'}")
        return 2
    items: list[list[object]] = [["document", "kind", "reference", "imported", "precision", "recall"]]
    fields: list[list[object]] = [["document", "field", "compared", "exact"]]
    others: list[list[object]] = [["document", *KINDS, "findings", "seconds"]]
    wrong: list[str] = []
    plans: dict[str, ParentPlan] = {}
    for document in documents:
        start = time.perf_counter()
        result = import_document(document)
        seconds = f"{time.perf_counter() - start:.2f}"
        plans[document.stem] = result.plan
        numbers = counts(result.plan)
        others.append([document.stem, *(numbers[kind] for kind in KINDS), len(result.findings), seconds])
        reference = shared / "gold" / f"{document.stem}.json"
        if not reference.is_file():
            continue
        score = compare(result.plan, json.loads(reference.read_text(encoding="utf-8")))
        for kind in KINDS:
            right, found, expected = score.right[kind], score.found[kind], score.expected[kind]
            items.append([document.stem, kind, expected, found, percent(right, found), percent(right, expected)])
        for name, (right, compared) in score.fields.items():
            fields.append([document.stem, name, compared, percent(right, compared)])
        wrong += [f"{document.stem}: {line}" for line in score.wrong]
    for title, table in (("Items by title", items), ("Fields of these items", fields), ("Counts", others)):
        print(f"\n{title}")
        print_table(table)
    wrong += print_facts(plans)
    if wrong:
        print("\nDifferences")
        print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
