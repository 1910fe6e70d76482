"""The division of labour as rows for tables outside the plan's text: workbook and department sheets.

Every row says where its units came from: the rule that decided and the parent's units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from plangen.document import filters
from plangen.office.sheet_layout import PlanLayout
from plangen.plan.sentence import Sentence, joined

if TYPE_CHECKING:
    from plangen.parent.model import ParentPlan
    from plangen.plan.model import AssignedUnit, Assignment, CountyIndicator, CountyItem, CountyPlan, Origin, Rule


_NO_CELLS = frozenset({"item", "said", "planned", "state"})


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """One goal, task, project or indicator as tables print it.

    Attributes:
        item: what the row is about.
        key: the parent items that it carries, parted by spaces; its own key when the county added it.
        reference: 任务3.2, 指标1.
        category: its group's heading, or its kind.
        title: its title or name.
        content: one sentence.
        measures: all measures, or the content where there are none.
        said, planned: the same two as sentences, with whose each is.
        source: whose the sentences are, in words.
        lead, support, deadline: as the Word tables print them.
        basis: rule and parent units for every unit of the row, one rule a line.
        origin: the parent items in words.
        status: settled, suggested (拟定) or unsolved (a unit is missing), in words.
        state: ``settled``, ``suggested`` or ``unsolved``.
    """

    item: CountyItem | CountyIndicator
    key: str
    reference: str
    category: str
    title: str
    content: str
    measures: str
    said: tuple[Sentence, ...]
    planned: tuple[Sentence, ...]
    source: str
    lead: str
    support: str
    deadline: str
    basis: str
    origin: str
    status: str
    state: str

    def cells(self) -> dict[str, str]:
        """Return what stands in the columns of a workbook, by key; an indicator has columns of its own as well."""
        from plangen.plan.model import CountyIndicator

        cells = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _NO_CELLS}
        if isinstance(self.item, CountyIndicator):
            own = {"parent_target": self.item.parent_target or "—", "nature": self.item.nature or "—"}
            cells |= own | {"indicator": self.title, "target": self.item.target}
        return cells


class Printer:
    """Makes rows of a plan's items.

    Args:
        plan: the county's plan.
    """

    def __init__(self, plan: CountyPlan) -> None:
        self._layout = PlanLayout.load()
        self._words = self._layout.words
        self._labels = parent_labels(plan.parents, self._layout.parent_kinds)
        self._rows: dict[str, DivisionRow] = {}
        tops = (*plan.goals, *plan.tasks, *plan.projects)
        # what is nested has no group of its own, but a table that is filtered by group must show it
        self._groups = {item.key: top.group for top in tops for item in top.walk()}

    def row(self, item: CountyItem | CountyIndicator) -> DivisionRow:
        """Return the row of an item or indicator of the plan; keys are unique in it."""
        if (known := self._rows.get(item.key)) is None or known.item is not item:
            known = self._rows[item.key] = self._made(item)
        return known

    def _made(self, item: CountyItem | CountyIndicator) -> DivisionRow:
        from plangen.plan.model import CountyIndicator

        assignment = item.assignment
        state = state_of(assignment)
        if isinstance(item, CountyIndicator):
            title, content, measures, deadline = item.name, item.target, item.target, ""
            category = self._words["indicator"]
            said: tuple[Sentence, ...] = ()
            planned: tuple[Sentence, ...] = ()
        else:
            title, deadline = item.title, item.deadline or ""
            # the first sentence stands for the whole where the item has nothing else to say
            said, planned = item.summary, item.measures or item.summary
            content, measures = joined(said), joined(planned)
            category = item.group or self._groups.get(item.key) or self._kind(item)
        nobody = self._words["nobody"]
        return DivisionRow(
            item=item,
            key=str(filters.item_keys(item)),
            reference=filters.reference(item),
            category=category,
            title=title,
            content=content,
            measures=measures,
            said=said,
            planned=planned,
            source="、".join(dict.fromkeys(one.source.label for one in getattr(item, "sentences", ()))) or nobody,
            lead=filters.lead_cell(assignment),
            support=filters.support_cell(assignment),
            deadline=deadline or nobody,
            basis=self.basis(assignment),
            origin=self.origins(item.origins),
            status=self._layout.status[state],
            state=state,
        )

    def _kind(self, item: CountyItem) -> str:
        return self._words[{"G": "goal", "P": "project"}.get(filters.root_kind(item), "task")]

    def basis(self, assignment: Assignment) -> str:
        """Return which rule gave each unit its place, for which parent units it stands, and what is unresolved.

        Args:
            assignment: the row's responsibility.
        """
        by_rule: dict[Rule, list[AssignedUnit]] = {}
        for unit in assignment.units:
            by_rule.setdefault(unit.rule, []).append(unit)
        lines = [f"{rule.label}：{'；'.join(map(_standing_for, units))}" for rule, units in by_rule.items()]
        if assignment.unresolved:
            lines.append(f"{self._words['unresolved']}：{'、'.join(assignment.unresolved)}")
        return "\n".join(lines) or self._words["nobody"]

    def own_basis(self, assignment: Assignment, name: str) -> str:
        """Return the rule that gave one unit its place in a row, and the parent units it stands for.

        Args:
            assignment: the row's responsibility.
            name: the unit as it is printed.
        """
        lines = [
            f"{unit.rule.label}：{'、'.join(unit.parent_units)}" if unit.parent_units else unit.rule.label
            for unit in assignment.units
            if unit.name == name
        ]
        return "\n".join(lines) or self._words["nobody"]

    def origins(self, origins: Iterable[Origin]) -> str:
        """Return the parent items of a row in words: the parent, the number on paper, the id."""
        return "\n".join(self.origin(origin) for origin in origins) or self._words["local"]

    def origin(self, origin: Origin) -> str:
        """Return one parent item in words: 晋城市规划（10） T10."""
        label = filters.origin_label(origin)
        separator = "" if label.startswith("（") else " "
        return f"{self._labels.get(origin.parent, origin.parent)}{separator}{label}"


def state_of(assignment: Assignment) -> str:
    """Return ``unsolved`` (no lead, or a parent unit nobody answers for), ``suggested`` or ``settled``."""
    if assignment.lead is None or assignment.unresolved:
        return "unsolved"
    return "suggested" if assignment.suggested else "settled"


def parent_labels(parents: Iterable[ParentPlan], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return a short name for each parent: place and kind, with the id where two would have the same.

    Args:
        parents: the parent plans.
        kinds: Chinese words for the kinds of parent plans.
    """
    labels = {parent.id: f"{parent.place}{kinds.get(parent.kind.value, '')}" for parent in parents}
    several = [label for label in labels.values() if list(labels.values()).count(label) > 1]
    return {key: f"{label}（{key}）" if label in several else label for key, label in labels.items()}


def _standing_for(unit: AssignedUnit) -> str:
    return f"{unit.name}←{'、'.join(unit.parent_units)}" if unit.parent_units else unit.name
