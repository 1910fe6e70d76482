"""The knowledge files, checked all at once: the shipped ones, or those that a planner's folder puts in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path

from plangen.terms import yaml_rules as rules
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.terms.resources import own_knowledge, shipped_knowledge


def check_knowledge(folder: str | Path | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong with the knowledge files.

    Args:
        folder: a planner's own knowledge folder, whose files stand in for the shipped ones of the same name; None
            checks the shipped ones.
    """
    own = Path(folder) if folder is not None else None
    if own is not None and not own.is_dir():
        return (rules.KNOWLEDGE_FOLDER_MISSING.found(Location(file=str(folder)), folder=folder),)
    findings: dict[Finding, None] = dict.fromkeys(unused_files(own) if own else ())
    with own_knowledge(own):
        for load in _loaders():
            try:
                load()
            except FindingsError as error:
                findings |= dict.fromkeys(error.findings)
    return tuple(findings)


def unused_files(folder: Path) -> Iterator[Finding]:
    """Yield a finding for every file of a planner's knowledge folder that stands in for none that is shipped."""
    known = shipped_knowledge()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known and not path.name.startswith("."):
            near = get_close_matches(name, known, 1, 0.6)
            remedy = f"是不是要写“{near[0]}”？" if near else f"可以自备的文件：{'、'.join(known)}。"
            yield rules.KNOWLEDGE_UNUSED.found(Location(file=str(path)), name=name, remedy=remedy)


def _loaders() -> tuple[Callable[[], object], ...]:
    """Return what reads the knowledge files; units first, for other files name them."""
    from plangen.parent.other_documents import document_words
    from plangen.plan.knowledge import load_sentence_rules
    from plangen.plan.localise_rules import load_rules
    from plangen.plan.powers import load_powers
    from plangen.plan.suggest import load_customs
    from plangen.plan.themes import load_themes
    from plangen.plan.titles import load_same_words
    from plangen.plan.voice import load_voice_words
    from plangen.plan.wording import load_plan_words
    from plangen.plan.works import load_works
    from plangen.reading.web_body import load_containers
    from plangen.terms.language import language_words
    from plangen.terms.points import point_words
    from plangen.terms.quantity import quantity_words
    from plangen.terms.units import load_units
    from plangen.terms.vocabulary import gazetteer, vocabulary
    from plangen.trace.alignment_words import load_alignment_words
    from plangen.trace.check_words import load_check_words
    from plangen.trace.undertaking import undertaking_words

    return (
        load_units,
        vocabulary,
        gazetteer,
        quantity_words,
        point_words,
        language_words,
        document_words,
        load_sentence_rules,
        load_themes,
        load_works,
        load_customs,
        load_rules,
        load_powers,
        load_same_words,
        load_plan_words,
        load_voice_words,
        load_alignment_words,
        load_check_words,
        undertaking_words,
        load_containers,
    )
