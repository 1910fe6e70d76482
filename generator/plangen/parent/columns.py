"""What stands in a column of a table, judged by its head and by its cells."""

from __future__ import annotations

import re

from plangen.terms.clause_forms import says_first_leads
from plangen.terms.resources import knowledge_cache
from plangen.terms.text import comparable
from plangen.terms.vocabulary import vocabulary


@knowledge_cache
def column_kind(header: str) -> str | None:
    """Return what stands in a column, judged by its head: ``task``, ``lead``, ``target``; None when it does not say.

    Args:
        header: the text at the head of the column.
    """
    text = comparable(header)
    if not text:
        return None
    if says_first_leads(header):
        return "responsible"
    for kind, words in vocabulary().columns:
        if words.match(text):
            return kind
    if any(word in text for word in vocabulary().baseline_columns):
        return "baseline"
    return "year" if re.search(r"20\d\d年?", text) else None
