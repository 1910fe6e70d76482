"""What a template's failure means to the person who wrote it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from pathlib import Path

from plangen.document import rules
from plangen.terms.findings import Finding, Location


def template_finding(error: Exception, chapter: str, folders: Sequence[Path]) -> Finding:
    """Return a template's failure as a finding with its place.

    Args:
        error: what the template raised.
        chapter: the chapter that was being written.
        folders: where its files are.
    """
    from jinja2 import TemplateAssertionError, TemplateNotFound, TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError

    from plangen.document.sandbox import EmptyValueError

    location = _place(error, chapter, folders)
    if isinstance(error, TemplateNotFound):
        return rules.TEMPLATE_MISSING.found(location, name=error.name)
    words = re.findall(r"'([^']+)'", str(error))
    if isinstance(error, UndefinedError) or (isinstance(error, TemplateAssertionError) and words):  # a filter, a test
        return rules.TEMPLATE_UNDEFINED.found(location, name=words[-1] if words else error)
    if isinstance(error, TemplateSyntaxError):
        return rules.TEMPLATE_SYNTAX.found(location, reason=error.message)
    if isinstance(error, SecurityError):
        return rules.TEMPLATE_FORBIDDEN.found(location, reason=error)
    if isinstance(error, EmptyValueError):
        return rules.TEMPLATE_EMPTY_VALUE.found(location)
    if isinstance(error, RecursionError):
        return rules.TEMPLATE_FAILED.found(location, reason="模板反复引用自己，停不下来")
    return rules.TEMPLATE_FAILED.found(location, reason=f"{type(error).__name__}：{error}")


def _place(error: Exception, chapter: str, folders: Sequence[Path]) -> Location:
    """Return the innermost line of a template that led to the error."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        name = error.name or chapter
        path = next((folder / name for folder in folders if (folder / name).is_file()), name)
        return Location(file=str(path), line=error.lineno)
    places = [
        Location(file=frame.filename, line=frame.lineno)
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(folder.resolve()) for folder in folders)
    ]
    return places[-1] if places else Location(file=chapter)
