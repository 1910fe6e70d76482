"""Names in the XML of Word files, in both of its dialects (transitional and strict)."""

from __future__ import annotations

from functools import cache
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Prefix of the names that plangen writes."""

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_STRICT_START = "{http://purl."
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_PICTURE = (
    "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "http://purl.oclc.org/ooxml/drawingml/picture",
)
_CHART = ("http://schemas.openxmlformats.org/drawingml/2006/chart", "http://purl.oclc.org/ooxml/drawingml/chart")
_DIAGRAM = ("http://schemas.openxmlformats.org/drawingml/2006/diagram", "http://purl.oclc.org/ooxml/drawingml/diagram")
_VML = "urn:schemas-microsoft-com:vml"
_OLE = "urn:schemas-microsoft-com:office:office"


def word_tags(*names: str) -> dict[str, str]:
    """Return the full tags of WordprocessingML elements, each with its short name."""
    return {f"{{{space}}}{name}": name for space in _WORD for name in names}


def drawing_tags() -> dict[str, str]:
    """Return the tags of what a reader meets inside drawings, each with a short name."""
    tags = {f"{{{_COMPATIBILITY}}}{name}": name for name in ("AlternateContent", "Choice", "Fallback")}
    tags |= {f"{{{space}}}pic": "picture" for space in _PICTURE}
    tags |= {f"{{{space}}}chart": "picture" for space in _CHART}
    tags |= {f"{{{space}}}relIds": "picture" for space in _DIAGRAM}
    tags |= {f"{{{_VML}}}imagedata": "picture", f"{{{_OLE}}}OLEObject": "object"}
    tags |= {f"{{{space}}}t": "math-text" for space in _MATH}
    return tags


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; an empty string for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@cache
def _both_tags(name: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for space in _WORD)


def attribute(element: Any, name: str = "val") -> str | None:
    """Return an attribute in Word's namespace, or None."""
    for full_name in _both_tags(name):
        value = element.get(full_name)
        if value is not None:
            return str(value)
    return None


def child(element: Any, name: str) -> Any | None:
    """Return the first child of that name, or None."""
    # asking for both dialects at once takes lxml five times as long
    plain, strict = _both_tags(name)
    return next(element.iterchildren(strict if element.tag[:13] == _STRICT_START else plain), None)


def children(element: Any | None) -> dict[str, Any]:
    """Return the children by their names without namespace, the last where several have one; none of None."""
    return {local_name(inner): inner for inner in element} if element is not None else {}


def child_value(element: Any, *names: str) -> str | None:
    """Return the ``w:val`` of a descendant given by its path of names, or None."""
    for name in names:
        element = child(element, name)
        if element is None:
            return None
    return attribute(element)


def is_on(element: Any, name: str) -> bool:
    """Return whether a switch such as ``w:vanish`` is there and not turned off."""
    switch = child(element, name)
    return switch is not None and is_switched_on(switch)


def is_switched_on(switch: Any) -> bool:
    """Return whether a switch that is there is not turned off."""
    return attribute(switch) not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """Return a whole number, or None when the text is none."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None
