"""Themes: the subjects of emergency management, with measures in our own words and the units that usually answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One sentence that a county can write for a theme.

    Attributes:
        text: a Jinja sentence, ends with 。; names: ``county`` (永和县), ``needs`` facts by dotted name.
        needs: dotted fact names that must be known for ``text``.
        fallback: the sentence when a needed fact is unknown; None drops this measure in that case.
    """

    text: str
    needs: tuple[str, ...] = ()
    fallback: str | None = None


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A subject (主题).

    Attributes:
        id: slug, ``flood``.
        name: Chinese name, 防汛抗旱.
        words: words that reveal it in a title or a text, the strongest first.
        not_words: words that rule it out.
        requires: fact name (``coal_mines``) that must not be 0 or false; None: the theme always applies.
        absent: the sentence for a county where the required thing does not exist; a full sentence.
        lead: canonical unit (units.yaml) that usually leads.
        support: canonical units that usually take part.
        measures: two to four.
    """

    id: str
    name: str
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()
    requires: str | None = None
    absent: str | None = None
    lead: str
    support: tuple[str, ...] = ()
    measures: tuple[Measure, ...]
