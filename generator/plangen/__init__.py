"""plangen drafts a county's implementation plan from its parent plans and proves that nothing was lost.

This is the public face; the command line uses nothing else.  Paths may be text or :class:`pathlib.Path`; results are
frozen and carry their findings.  Everything is imported when it is first used, so that ``import plangen`` costs
nothing.
"""

TYPE_CHECKING = False
# not even the standard library is imported here: python -m plangen has not yet left the current folder off its path

if TYPE_CHECKING:
    from plangen.api.adopting import AdoptedDraft, adopt
    from plangen.api.change import change_spec
    from plangen.api.documents import Document, Rendered, render
    from plangen.api.drafting import DraftFiles, draft_files
    from plangen.api.files import Output, Written, write
    from plangen.api.first_parents import FirstParent, first_parents
    from plangen.api.knowledge import check_knowledge
    from plangen.api.living import Changes, changes
    from plangen.api.many import Many, ManyDone, audit_many, check_many, render_many, summary_at
    from plangen.api.merging import MergedDraft, merge_over
    from plangen.api.parents import (
        Imported,
        LoadedParent,
        find_corrections,
        import_over,
        import_parent,
        list_parents,
        load_parent,
        parent_yaml,
    )
    from plangen.api.prepare import LoadedSpec, Prepared, build_plan, load_spec
    from plangen.api.reviews import Diff, Review, audit, check, diff
    from plangen.api.starting import new_roster, new_spec, who
    from plangen.county.json_schema import describe, json_schema
    from plangen.terms.findings import Finding, FindingsError, Location, Severity
    from plangen.terms.version import __version__
    from plangen.trace.summary_model import CountyOutcome, Summary

_PLACES = {
    "api.adopting": ("AdoptedDraft", "adopt"),
    "api.change": ("change_spec",),
    "api.documents": ("Document", "Rendered", "render"),
    "api.drafting": ("DraftFiles", "draft_files"),
    "api.first_parents": ("FirstParent", "first_parents"),
    "api.files": ("Output", "Written", "write"),
    "api.knowledge": ("check_knowledge",),
    "api.living": ("Changes", "changes"),
    "api.many": ("Many", "ManyDone", "audit_many", "check_many", "render_many", "summary_at"),
    "api.merging": ("MergedDraft", "merge_over"),
    "api.parents": (
        "Imported",
        "LoadedParent",
        "find_corrections",
        "import_over",
        "import_parent",
        "list_parents",
        "load_parent",
        "parent_yaml",
    ),
    "api.prepare": ("LoadedSpec", "Prepared", "build_plan", "load_spec"),
    "api.reviews": ("Diff", "Review", "audit", "check", "diff"),
    "api.starting": ("new_roster", "new_spec", "who"),
    "county.json_schema": ("describe", "json_schema"),
    "terms.findings": ("Finding", "FindingsError", "Location", "Severity"),
    "terms.version": ("__version__",),
    "trace.summary_model": ("CountyOutcome", "Summary"),
}
_MODULE_OF = {name: module for module, names in _PLACES.items() for name in names}

__all__ = [
    "AdoptedDraft",
    "Changes",
    "CountyOutcome",
    "Diff",
    "Document",
    "DraftFiles",
    "Finding",
    "FindingsError",
    "FirstParent",
    "Imported",
    "LoadedParent",
    "LoadedSpec",
    "Location",
    "Many",
    "ManyDone",
    "MergedDraft",
    "Output",
    "Prepared",
    "Rendered",
    "Review",
    "Severity",
    "Summary",
    "Written",
    "__version__",
    "adopt",
    "audit",
    "audit_many",
    "build_plan",
    "change_spec",
    "changes",
    "check",
    "check_knowledge",
    "check_many",
    "describe",
    "diff",
    "draft_files",
    "find_corrections",
    "first_parents",
    "import_over",
    "import_parent",
    "json_schema",
    "list_parents",
    "load_parent",
    "load_spec",
    "merge_over",
    "new_roster",
    "new_spec",
    "parent_yaml",
    "render",
    "render_many",
    "summary_at",
    "who",
    "write",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
