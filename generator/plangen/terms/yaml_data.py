"""Reading YAML fast, and plangen's own files of words with one complaint when something is wrong with them.

PyYAML is imported when there is something to read: ``plangen --help`` must not wait for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plangen.terms.findings import Finding, FindingsError, Location, Severity

# What no Word document can hold, or what turns the order of the characters round without being seen.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


def yaml_loader() -> Any:
    """Return PyYAML's safe loader that is written in C, or the slow one where PyYAML was built without it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """Return the data that a YAML text holds.

    Raises:
        ValueError: the text is not YAML, or nested too deeply; it says what the parser says.
    """
    import yaml

    try:
        return yaml.load(text, Loader=yaml_loader())
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error


@contextmanager
def yaml_words(path: Path, *, code: str, message: str, hint: str) -> Iterator[Any]:
    """Give the data of a YAML file of words; whatever fails while they are taken from it is one finding.

    Args:
        path: the file.
        code: code of the finding.
        message: its message, in Chinese; the reason is written after it.
        hint: how to put the file right, in Chinese.

    Raises:
        FindingsError: the file cannot be read, is not YAML, or lacks what is taken from its data.
    """
    try:
        yield parse_yaml(path.read_text("utf-8-sig"))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, re.error) as error:
        message, location = f"{message}：{error}", Location(file=str(path))
        finding = Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint)
        raise FindingsError([finding]) from error
