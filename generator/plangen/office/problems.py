"""Short ways to say what is wrong with a document."""

from __future__ import annotations

from collections.abc import Sequence

from plangen.terms.findings import Finding, FindingsError, Location, Severity


def unusable(code: str, name: str, message: str, hint: str | None = None) -> FindingsError:
    """Return the error that ends the reading of a document.

    Args:
        code: code of the finding.
        name: the file's name.
        message: what is wrong, in Chinese.
        hint: how to put it right, in Chinese.
    """
    return FindingsError([doubt(code, name, message, hint, severity=Severity.ERROR)])


def doubt(
    code: str,
    name: str,
    message: str,
    hint: str | None = None,
    *,
    severity: Severity = Severity.WARNING,
    place: str | None = None,
) -> Finding:
    """Return a finding about a document that can be read.

    Args:
        code: code of the finding.
        name: the file's name.
        message: what a person should look at, in Chinese.
        hint: what to do about it, in Chinese.
        severity: how much it weighs.
        place: where in the document, in Chinese.
    """
    return Finding(code=code, severity=severity, message=message, location=Location(file=name, place=place), hint=hint)


def note(code: str, name: str, message: str, hint: str | None = None, *, place: str | None = None) -> Finding:
    """Return a finding of severity info; see :func:`doubt`."""
    return doubt(code, name, message, hint, severity=Severity.INFO, place=place)


def some(numbers: Sequence[int], most: int = 10) -> str:
    """Return the first numbers of a list as a sentence names them: ``3、5、8等12``."""
    shown = "、".join(str(number) for number in numbers[:most])
    return shown if len(numbers) <= most else f"{shown}等{len(numbers)}"
