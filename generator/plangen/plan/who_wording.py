"""How the parents' sentences became the county's, sentence by sentence, for ``plangen who T12``."""

from __future__ import annotations

from collections.abc import Iterator

from plangen.county.spec import Disposition
from plangen.parent.model import ParentItem
from plangen.plan.localise import localise
from plangen.plan.localise_rules import load_rules
from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan
from plangen.plan.who_reports import WordingReport


def wording_of(plan: CountyPlan, row: CountyItem | CountyIndicator) -> tuple[WordingReport, ...]:
    """Return the sentences of an item's parents that were changed or wait for a decision, each with the reasons.

    What the spec has put in the place of the parent's words is not among them: the county decided it.

    Args:
        plan: the county's plan.
        row: an item or indicator of it.

    Raises:
        FindingsError: the rule table cannot be read.
    """
    return tuple(_reports(plan, row))


def _reports(plan: CountyPlan, row: CountyItem | CountyIndicator) -> Iterator[WordingReport]:
    rules = load_rules()
    parents = {parent.id: parent for parent in plan.parents}
    for number, origin in enumerate(row.origins):
        parent = parents[origin.parent]
        item = next((one for one in parent.all_items() if one.id == origin.item), None)
        if item is None or origin.part not in (None, 1):
            continue
        settings = plan.spec.inherit.get(origin.parent, {}).get(origin.item) or Disposition()
        for text in _texts(item, settings, first=number == 0):
            local = localise(
                text, county=plan.spec.county, parent_place=parent.place, parent_level=parent.level, rules=rules
            )
            for sentence in local.sentences:
                if sentence.changes or sentence.doubts:
                    yield WordingReport(
                        origin=f"{origin.parent} {origin.item}",
                        parent=sentence.parent.strip(),
                        county=sentence.printed.strip(),
                        rules=tuple(dict.fromkeys(change.said for change in sentence.changes)),
                        doubts=tuple(dict.fromkeys(doubt.explanation for doubt in sentence.doubts)),
                    )


def _texts(item: ParentItem, settings: Disposition, *, first: bool) -> Iterator[str]:
    """Yield the parent's words that the county's item has: the title of the first parent, the texts of all."""
    if first and not settings.title:
        yield item.title
    if item.text and not settings.text:
        yield item.text
