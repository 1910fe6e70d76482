"""What a county starts with and looks things up in: a first spec, an empty roster, the schema, who does what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from plangen.api.parents import YAML_ENDINGS, LoadedParent, load_parent
from plangen.api.prepare import Prepared, plan_of
from plangen.office.output import Output


def new_spec(
    county: str,
    parents: Sequence[LoadedParent | str | Path] = (),
    *,
    path: str | Path | None = None,
    kind: str = "implementation",
) -> Output:
    """Return a commented spec that validates and renders as it is, as a file to be written.

    Args:
        county: full name of the county.
        parents: ids or files of its parents; each of their items becomes a commented line.
        path: where the spec is to stand, for the relative paths of its parents; ``<county>.yaml`` when None.
        kind: what it is to be a spec for, ``implementation`` or ``plan``.

    Raises:
        FindingsError: the county's name is not a place name, or a parent cannot be read.
    """
    from plangen.plan.scaffold import new_spec as scaffold

    target = Path(path) if path is not None else Path(f"{county.strip()}.yaml")
    loaded = (one if isinstance(one, LoadedParent) else load_parent(one, documents=False) for one in parents)
    named = dict.fromkeys((parent.plan, _reference(parent, target)) for parent in loaded)
    text = scaffold(county, *(plan for plan, _ in named), references=[reference for _, reference in named], kind=kind)
    return Output(path=target, data=text.encode("utf-8"), ending=".yaml", was=b"")


def _reference(parent: LoadedParent, target: Path) -> str:
    """Return how a spec names its parent: an id as it is, a file relative to the spec's folder where that can be."""
    if Path(parent.name).suffix.lower() not in YAML_ENDINGS:
        return parent.name
    file = parent.path.resolve()
    try:
        return file.relative_to(target.resolve().parent).as_posix()
    except ValueError:
        return file.as_posix()


def new_roster(
    county: str, path: str | Path = "部门名册.xlsx", parents: Iterable[LoadedParent | str | Path] = ()
) -> Output:
    """Return a roster workbook with the units that a county usually has, as a file to be written.

    Args:
        county: full name of the county.
        path: where the workbook is to stand.
        parents: ids or files of its parents; units that they name and no usual unit answers for are proposed.

    Raises:
        FindingsError: a parent cannot be read.
    """
    from plangen.county.roster_template import usual_template
    from plangen.plan.proposals import propose_for_workbook

    plans = [one.plan if isinstance(one, LoadedParent) else load_parent(one).plan for one in parents]
    identity = {"plangen.document": "roster"}
    data = usual_template(county, propose_for_workbook(plans, county))
    return Output(path=Path(path), data=data, ending=".xlsx", identity=identity)


def who(asked: str, source: Prepared | str | Path) -> tuple[str, ...]:
    """Return, line by line, what a unit does, or who does an item, and why.

    Args:
        asked: a unit in any spelling, an item's id, number or title.
        source: the spec's file, or what :func:`plangen.build_plan` made of it.

    Raises:
        FindingsError: the spec has errors, or nothing of this name is known; the hint has the nearest names.
    """
    from plangen.plan.who import who_does

    return who_does(plan_of(source), asked).lines()
