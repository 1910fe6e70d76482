"""The division of labour as rows for tables outside the plan's text: workbook and department sheets.

Every row says where its units came from: the parents, the county, or that they are proposed.  These tables are sent
around, so nothing stands in them that only this program knows: no ids, no names of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from plangen.document import filters
from plangen.office.sheet_layout import PlanLayout
from plangen.plan.model import Rule
from plangen.plan.sentence import Sentence, joined
from plangen.terms.language import tidy
from plangen.terms.levels import own_words

if TYPE_CHECKING:
    from plangen.parent.model import ParentPlan
    from plangen.plan.model import AssignedUnit, Assignment, CountyIndicator, CountyItem, CountyPlan, Origin


_UNFILLED = "【待填】"
_NO_CELLS = frozenset({"item", "said", "planned", "state", "details"})


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """One goal, task, project or indicator as tables print it.

    Attributes:
        item: what the row is about.
        reference: 任务3.2, 指标1.
        category: its group's heading, or its kind.
        title: its title or name.
        content: one sentence.
        measures: all that is said of it, or the content where that is nothing.
        said, planned: the same two as sentences, with whose each is.
        source: whose the sentences are, in words.
        lead, support, deadline: as the Word tables print them.
        basis: where every unit of the row comes from, one reason a line.
        origin: the parent items in words.
        status: settled, suggested (拟定) or unsolved (a unit is missing), in words.
        state: ``settled``, ``suggested`` or ``unsolved``.
        details: what stands in further columns, by key (see :mod:`plangen.county.details`).
    """

    item: CountyItem | CountyIndicator
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
    details: Mapping[str, str] = field(default_factory=dict)

    def cells(self) -> dict[str, str]:
        """Return what stands in the columns of a workbook, by key; an indicator has columns of its own as well."""
        from plangen.plan.model import CountyIndicator

        cells = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in _NO_CELLS} | dict(
            self.details
        )
        cells["key"] = self.item.key
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
        self._layout = own_words(PlanLayout.load(), plan.spec.county.words)
        self._words = self._layout.words
        self._labels = parent_labels((*plan.parents, *plan.references), self._layout.parent_kinds)
        self._rows: dict[str, DivisionRow] = {}
        tops = (*plan.goals, *plan.tasks, *plan.projects)
        # what is nested has no group of its own, but a table that is filtered by group must show it
        self._groups = {item.key: top.group for top in tops for item in top.walk()}
        # the further columns of the tables: what a task or project of its own does not say is to be filled in
        self._wanted = {
            top.key: [key for key, _ in filters.detail_columns(groups, project)]
            for groups, project in ((plan.task_groups, False), (plan.project_groups, True))
            for group in groups
            for top in group.items
        }

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
            # whoever leads must see all that is asked, the parents' words too
            said, planned = item.summary, item.sentences or item.summary
            content, measures = joined(said), joined(planned)
            category = item.group or self._groups.get(item.key) or self._kind(item)
        nobody = self._words["nobody"]
        return DivisionRow(
            item=item,
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
            details=self._details(item),
        )

    def _details(self, item: CountyItem | CountyIndicator) -> dict[str, str]:
        wanted = dict.fromkeys(self._wanted.get(item.key, ()), _UNFILLED)
        return wanted | {key: tidy(value) for key, value in getattr(item, "details", {}).items()}

    def _kind(self, item: CountyItem) -> str:
        return self._words[{"G": "goal", "P": "project"}.get(filters.root_kind(item), "task")]

    def basis(self, assignment: Assignment) -> str:
        """Return where each unit has its place from, for which parent units it stands, and what is unresolved.

        Args:
            assignment: the row's responsibility.
        """
        by_reason: dict[str, list[AssignedUnit]] = {}
        for unit in assignment.units:
            by_reason.setdefault(self._reason(unit), []).append(unit)
        lines = [f"{reason}：{'；'.join(map(_standing_for, units))}" for reason, units in by_reason.items()]
        if assignment.unresolved:
            lines.append(f"{self._words['unresolved']}：{'、'.join(assignment.unresolved)}")
        return "\n".join(lines) or self._words["nobody"]

    def own_basis(self, assignment: Assignment, name: str) -> str:
        """Return where one unit has its place in a row from, and the parent units it stands for.

        Args:
            assignment: the row's responsibility.
            name: the unit as it is printed.
        """
        lines = [
            "：".join(filter(None, (self._reason(unit), "、".join(unit.parent_units))))
            for unit in assignment.units
            if unit.name == name
        ]
        return "\n".join(lines) or self._words["nobody"]

    def _reason(self, unit: AssignedUnit) -> str:
        if unit.proposed:
            return self._layout.basis[unit.proposed.value]
        return self._layout.basis[{Rule.SPEC: "spec", Rule.THEME: "accepted"}.get(unit.rule, "parent")]

    def origins(self, origins: Iterable[Origin]) -> str:
        """Return the parent items of a row in words, one a line."""
        return "\n".join(self.origin(origin) for origin in origins) or self._words["local"]

    def origin(self, origin: Origin) -> str:
        """Return one parent item in words: 晋城市规划（10）健全监测预警机制."""
        title = filters.short_title(origin.title)
        return f"{self._place(origin)}{title if origin.part is None else f'：{title}'}"

    def places(self, origins: Iterable[Origin]) -> str:
        """Return only where the parent items of a row stand: 晋城市规划（10）、阳泉市规划3."""
        return "、".join(dict.fromkeys(self._place(origin).rstrip(".．、") for origin in origins))

    def _place(self, origin: Origin) -> str:
        return f"{self._labels.get(origin.parent, '')}{filters.origin_label(origin)}"


def state_of(assignment: Assignment) -> str:
    """Return ``unsolved`` (no lead, or a parent unit nobody answers for), ``suggested`` or ``settled``."""
    if assignment.lead is None or assignment.unresolved:
        return "unsolved"
    return "suggested" if assignment.suggested else "settled"


def parent_labels(parents: Iterable[ParentPlan], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return a short name for each parent: place and kind, or the title where two would have the same.

    Args:
        parents: the parent plans.
        kinds: Chinese words for the kinds of parent plans.
    """
    titles = {parent.id: f"《{parent.title}》" for parent in parents}
    labels = {parent.id: f"{parent.place}{kinds.get(parent.kind.value, '')}" for parent in parents}
    every = list(labels.values())
    return {key: label if every.count(label) == 1 else titles[key] for key, label in labels.items()}


def _standing_for(unit: AssignedUnit) -> str:
    return f"{unit.name}←{'、'.join(unit.parent_units)}" if unit.parent_units else unit.name
