"""What templates see: text, numbers, lists, mappings, and read-only views with an allow-list of names.

Chapters may come from strangers, so no object of the program is in their reach: everything that a template is given
goes through :func:`plain`, which knows a short list of classes and which of their names a chapter may read.  A name
that is not listed here does not exist for a template; an object of another class is refused before anything is
rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

_SCALARS = frozenset({str, int, float, bool, type(None)})

_TEXTS, _CELLS = "paragraphs measures summary asked figures", "measures said planned source lead support"
_FURTHER = "unit measured baseline previous"
_ASSIGNED = "key ordinal assignment origins"
NAMES: Mapping[str, str] = {
    "CountyPlan": "title parents references indicators goals tasks projects task_groups project_groups waived duties "
    "trace alike facts",
    "ParentPlan": "id title place level kind period",
    "County": "name city province towns townships subdistricts sumu words divisions",
    "LevelWords": "name level stem upper lower lower_government lower_governments lower_party",
    "PlanSettings": "kind period title issuer issuers number date stage cover approved disclosure consultation",
    "Consultation": "deadline contact phone email number",
    "PlanText": "preface principles requirements review outlook guiding safeguards glossary notice",
    "Section": "title text",
    "Paper": "kinds approval coordinator coordinator_name coordinator_asked coordinator_given recipients disclosure",
    "date": "year month day",
    "RosterGroup": "name covers members",
    "ItemGroup": "title items",
    "CountyItem": f"{_ASSIGNED} kind reference title group {_TEXTS} deadline deadline_inherited details items",
    "CountyIndicator": f"{_ASSIGNED} kind name title target parent_target nature own_target {_FURTHER}",
    "Previous": "target result",
    "Sentence": "text source basis",
    "Assignment": "lead co_leads leads participants listed units open_ended suggested unresolved",
    "AssignedUnit": "name rule parent_units asked proposed within",
    "Origin": "parent item kind number title part key",
    "Waived": "origin hosts title reason by on",
    "Duties": "unit leads participates leads_indicators participates_indicators",
    "TraceRow": "origin disposition targets",
    "Alike": "origin targets sure evidence",
    "Annex": "key number mark title",
    "Chapter": "number mark title heading",
    "Department": "name full_name members leads participates through_groups rows suggested",
    "DepartmentRow": "row leads role own_basis places proposed",
    "DivisionRow": f"item reference category title content {_CELLS} deadline basis origin status state",
}
"""The names that templates may read, by class; a class that is not here never gets to a template."""


class View:
    """A read-only record of plain data; what it holds is named in :data:`NAMES`."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a record is read-only.

        Raises:
            AttributeError: always.
        """
        raise AttributeError(f"{self!r} is read-only")

    def walk(self: Any) -> Iterator[View]:
        """Yield an item and everything nested under it."""
        yield self
        for item in self.items:
            yield from item.walk()

    def __str__(self) -> str:
        """Refuse: a record is no text, and must not get into a document by oversight.

        Raises:
            TypeError: always.
        """
        raise TypeError(f"“{self!r}”是一组数据，不是文字，请写明其中的哪一项")

    def __repr__(self) -> str:
        """Return the kind of record, the same in every run."""
        return type(self).__name__


class TemplateFunction:
    """A function that templates may call and of which they see nothing else.

    Args:
        function: what is called; it takes and gives plain data.
    """

    __slots__ = ("_function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function."""
        return self._function(*arguments, **named)


@cache
def _view_of(kind: type) -> Callable[[Any, Callable[[Any], Any]], View] | None:
    """Return what makes a view of an object of a class and of what is made of its values; None for other classes."""
    name = "date" if issubclass(kind, date) else kind.__name__
    if name not in NAMES or not (kind.__module__.startswith("plangen.") or name == "date"):
        return None
    names = NAMES[name].split()
    # as a dataclass does it, without the half millisecond that making one takes
    view: type[View] = type(name, (View,), {"__slots__": tuple(names)})
    fields = [(attrgetter(one), getattr(view, one).__set__) for one in names]

    def make(value: Any, plain: Callable[[Any], Any]) -> View:
        made = object.__new__(view)
        for read, write in fields:
            write(made, plain(read(value)))
        return made

    return make


class Viewer:
    """Makes plain data of the program's objects; what is the same object before is the same view after."""

    def __init__(self) -> None:
        # the objects are kept beside their views, so that no other object can come to have the same id
        self._known: dict[int, tuple[object, Any]] = {}

    def plain(self, value: Any) -> Any:
        """Return what a template may see of a value.

        Args:
            value: a scalar, a mapping, a list or tuple, or an object of a class in :data:`NAMES`.

        Raises:
            TypeError: it is, or holds, something else.
        """
        if type(value) in _SCALARS:
            return value
        if (known := self._known.get(id(value))) is not None:
            return known[1]
        made = self._made(value)
        self._known[id(value)] = value, made
        return made

    def _made(self, value: Any) -> Any:
        if (view_of := _view_of(value.__class__)) is not None:
            return view_of(value, self.plain)
        if isinstance(value, (list, tuple)):
            return tuple(map(self.plain, value))
        if isinstance(value, Mapping):
            return MappingProxyType({self.plain(name): self.plain(entry) for name, entry in value.items()})
        if isinstance(value, Enum):
            return self.plain(value.value)
        if isinstance(value, str):
            return str(value)
        raise TypeError(f"{type(value).__name__} is nothing for a template")
