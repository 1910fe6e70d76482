"""What one department has to do, for its sheet in the workbook and its own sheet in Word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.document import filters, rules
from plangen.document.division import DivisionRow, Printer
from plangen.office.sheet_layout import PlanLayout
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.terms.levels import own_words

if TYPE_CHECKING:
    from plangen.document.compose import TemplatePack
    from plangen.plan.model import CountyIndicator, CountyItem, CountyPlan, Duties

PACK = "department"
"""Name of the template pack."""


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """One thing that a department leads or takes part in.

    Attributes:
        row: the whole row of the division of labour.
        leads: whether it leads.
        role: 牵头, 配合, 成员单位牵头 or 成员单位配合.
        own_basis: where this department has its place from, and the parent units it stands for.
        places: where the parent items stand: 晋城市规划（10）; empty for the county's own.
        proposed: its place waits for confirmation.
    """

    row: DivisionRow
    leads: bool
    role: str
    own_basis: str
    places: str = ""
    proposed: bool = False


@dataclass(frozen=True, kw_only=True)
class Department:
    """A department with all that it leads and takes part in.

    Attributes:
        name: as it is printed in the tables.
        full_name: its full name; the printed one for groups and for what stands in no roster.
        members: short names of the members, for a group.
        leads: indicators first, then goals, tasks and projects.
        participates: likewise.
        through_groups: what it has to do as a member of a group and under no name of its own.
    """

    name: str
    full_name: str
    members: tuple[str, ...] = ()
    leads: tuple[DepartmentRow, ...] = ()
    participates: tuple[DepartmentRow, ...] = ()
    through_groups: tuple[DepartmentRow, ...] = ()

    @property
    def rows(self) -> tuple[DepartmentRow, ...]:
        """Everything it has to do."""
        return (*self.leads, *self.participates, *self.through_groups)

    @property
    def suggested(self) -> bool:
        """Whether any of its rows waits for confirmation."""
        return any(one.proposed for one in self.rows)


def departments(plan: CountyPlan) -> tuple[Department, ...]:
    """Return every department of the plan in the order of the roster, those without any duty at the end.

    Args:
        plan: the county's plan.
    """
    maker = _Maker(plan)
    return tuple(maker.department(duties.unit) for duties in plan.duties)


def asked_for_comment(plan: CountyPlan) -> list[str]:
    """Return the printed names of all departments with something to do, whose sheets are sent around.

    A group is none of them: its members find its duties on their own sheets.

    Args:
        plan: the county's plan.
    """
    groups = {group.name for group in plan.spec.roster.groups}
    return [one.name for one in departments(plan) if one.rows and one.name not in groups]


def find_department(plan: CountyPlan, name: str) -> Department:
    """Return a department by its short name, full name or alias; towns and townships too.

    Args:
        plan: the county's plan.
        name: as a person writes it.

    Raises:
        FindingsError: there is no such department; the finding names the nearest ones.
    """
    from plangen.county.roster import roster_names

    maker = _Maker(plan)
    names = roster_names(plan.spec.roster, plan.spec.county)
    printed = names.find(name.strip()) or name.strip()
    if printed in maker.duties or names.find(printed):
        return maker.department(printed)
    raise FindingsError([_unknown(name, plan, [*maker.duties, *names.roster, *names.printed_names])])


def _unknown(name: str, plan: CountyPlan, known: Iterable[str]) -> Finding:
    from plangen.county.validate import nearest

    near = nearest(name, list(dict.fromkeys(known)), count=3, cutoff=0.4)
    likely = "、".join(f"“{one}”" for one in near)
    hint = f"是不是要写{likely}？" if near else "请写部门名册里的简称，例如：〖县应急局〗。"
    location = Location(file=plan.spec.path)
    return rules.UNKNOWN_DEPARTMENT.found(location, name=name, advice=hint)


class _Maker:
    def __init__(self, plan: CountyPlan) -> None:
        self.plan = plan
        self.printer = Printer(plan)
        self.duties = {duties.unit: duties for duties in plan.duties}
        self.roles = own_words(PlanLayout.load().roles, plan.spec.county.words)
        self.full_names = {unit.short: unit.name for unit in plan.spec.roster.units}
        self.members = {group.name: group.members for group in plan.spec.roster.groups}

    def department(self, name: str) -> Department:
        own = self.duties.get(name)
        leads = [self.row(item, (name,), leads=True) for item in _led(own)]
        participates = [self.row(item, (name,), leads=False) for item in _supported(own)]
        return Department(
            name=name,
            full_name=self.full_name(name),
            members=self.members.get(name, ()),
            leads=tuple(leads),
            participates=tuple(participates),
            through_groups=tuple(self.through_groups(name)),
        )

    def full_name(self, name: str) -> str:
        county = self.plan.spec.county
        if name in county.governed:
            return f"{county.name}{name}人民政府"
        if name in county.subdistricts:
            return f"{county.name}{name}办事处"
        return self.full_names.get(name, name)

    def groups_of(self, name: str) -> list[str]:
        """Return the groups that a unit belongs to; towns and townships belong to 各乡镇人民政府."""
        from plangen.county.roster import is_lower_governments

        groups = [group for group, members in self.members.items() if name in members]
        county = self.plan.spec.county
        stem = name.removesuffix("人民政府").removesuffix("政府").removesuffix("办事处")
        if stem in (*county.governed, *county.subdistricts):
            groups += [unit for unit in self.duties if is_lower_governments(unit)]
        return groups

    def through_groups(self, name: str) -> Iterable[DepartmentRow]:
        groups = self.groups_of(name)
        own = self.duties.get(name)
        led = {item.key for item in _led(own)}
        known = led | {item.key for item in _supported(own)}
        for leads in (True, False):
            found: dict[str, tuple[CountyItem | CountyIndicator, list[str]]] = {}
            for group in groups:
                duties = self.duties.get(group)
                for item in _led(duties) if leads else _supported(duties):
                    # as a member it may lead what it takes part in under its own name, but not the other way round
                    if item.key not in (led if leads else known):
                        found.setdefault(item.key, (item, []))[1].append(group)
            for item, of in found.values():
                yield self.row(item, tuple(of), leads=leads, group=True)
            known |= set(found)

    def row(
        self, item: CountyItem | CountyIndicator, names: tuple[str, ...], *, leads: bool, group: bool = False
    ) -> DepartmentRow:
        role = ("group_" if group else "") + ("lead" if leads else "participate")
        reasons: dict[str, list[str]] = {}
        for name in names:
            reasons.setdefault(self.printer.own_basis(item.assignment, name), []).append(name)
        return DepartmentRow(
            row=self.printer.row(item),
            leads=leads,
            role=self.roles[role],
            own_basis="\n".join(f"属于{'、'.join(of)}；{why}" if group else why for why, of in reasons.items()),
            places=self.printer.places(item.origins),
            proposed=all(filters.is_proposed(item, name) for name in names),
        )


def _led(duties: Duties | None) -> tuple[CountyItem | CountyIndicator, ...]:
    return (*duties.leads_indicators, *duties.leads) if duties else ()


def _supported(duties: Duties | None) -> tuple[CountyItem | CountyIndicator, ...]:
    return (*duties.participates_indicators, *duties.participates) if duties else ()


def department_markdown(plan: CountyPlan, unit_name: str, pack: TemplatePack | None = None) -> str:
    """Return a department's own sheet, on which it is asked for comments (征求意见表), as Markdown.

    Args:
        plan: the county's plan.
        unit_name: short name, full name or alias of the department.
        pack: the templates; by default the shipped ones, or those in the spec's own template folder.

    Raises:
        FindingsError: there is no such department, or a template cannot be used.
    """
    from plangen.document.compose import compose, load_pack

    department = find_department(plan, unit_name)
    pack = pack or load_pack(PACK, _own_folder(plan))
    return compose(plan, replace(pack, data={**pack.data, "department": department}))


def department_html(plan: CountyPlan, unit_name: str) -> str:
    """Return a department's own sheet as a web page; see :func:`department_markdown`."""
    from plangen.document.html_writer import build_html
    from plangen.document.markdown import parse_markdown

    document, settings = parse_markdown(department_markdown(plan, unit_name)), plan.spec.plan
    title = _title(find_department(plan, unit_name))
    return build_html(document, title=title, author=settings.issuer, date=settings.date)


def _title(department: Department) -> str:
    return f"{department.full_name}任务分工征求意见表"


def _own_folder(plan: CountyPlan) -> Path | None:
    """Return the planner's folder for this pack: ``department`` inside the spec's template folder."""
    folder = plan.spec.plan.template
    return folder / PACK if folder and (folder / PACK).is_dir() else None


def department_docx(
    plan: CountyPlan, unit_name: str, *, properties: Mapping[str, str], pack: TemplatePack | None = None
) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a department's own sheet as a sealed Word file, with what there is to say about it.

    Args:
        plan: the county's plan.
        unit_name: short name, full name or alias of the department.
        properties: the plan's custom properties, :func:`plangen.document.rendering.properties_of`; the
            department is added.
        pack: see :func:`department_markdown`.

    Raises:
        FindingsError: there is no such department, or a template or the style document cannot be used.
    """
    from plangen.document.compose import load_pack
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown
    from plangen.document.past import base_of

    department = find_department(plan, unit_name)
    pack = pack or load_pack(PACK, _own_folder(plan))
    markdown = department_markdown(plan, unit_name, pack)
    properties = {**properties, "plangen.department": department.name}
    built = build_docx(
        parse_markdown(markdown),
        style=pack.style,
        properties=properties,
        title=_title(department),
        author=plan.spec.plan.issuer,
        date=plan.spec.plan.date,
        base=base_of(plan, markdown, properties),
    )
    return built.data, built.findings
