"""What the schema of a spec is made of: Cerberus rules with what plangen reads of them.

Cerberus ignores what stands under ``meta``; plangen reads it:

* ``name``: the key's Chinese spelling; both spellings are accepted everywhere.
* ``description``: what a planner writes there, in Chinese.
* ``example``: a value as it is written in the YAML file.
* ``read``: how :mod:`plangen.county.normalise` reads what the planner wrote, see :data:`READERS`.
* ``values``: Chinese spelling of a choice to the value that is kept.
* ``shorthand``: the key that a bare value stands for where a mapping is expected (``population: 56000``).
* ``unit``: unit of a number; ``plausible``: lowest and highest number that a county can have.
* ``what``: what one entry of a list or of a free mapping is called in Chinese, for messages.
* ``file``: pattern of the name of a file that may be given instead of a list.
* ``verbatim``: names as the parents' documents write them, in which 、 may belong to the name.
* ``alone``: a list of names that is written as one name where it has but one.
* ``hint``: what to say where the value is none of the allowed ones.
* ``forms``: regular expressions of the texts without a year that are deadlines.
* ``empty_words``: what people write instead of a reason that is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Rules = dict[str, Any]

READERS = (
    "name",  # a name: no spaces inside or around it
    "names",  # a list of names; one text such as 芝河镇、桑壁镇 is taken apart
    "identifier",  # an id: half width, no spaces around it
    "identifiers",  # a list of ids
    "text",  # a text as it is to be printed; a bare number is its text
    "texts",  # a list of texts; one text stands for a list of one
    "date",  # a day: 2026-12-15 or 2026年12月15日
    "month",  # a year, month or day that a fact holds for: 2022, 2022-10, 2022年10月
    "deadline",  # 2027, 2027年6月, 2027年底前, 长期坚持
    "period",  # first and last year: [2026, 2030] or 2026-2030
    "flag",  # true or false, 是 or 否
    "choice",  # one of the allowed values or of meta.values
    "number",  # a number
    "fact",  # true, false or a number, 有 or 无
    "free",  # whatever scalar the planner wrote
    "mapping",  # known keys
    "free-mapping",  # keys that the planner chooses
    "entries",  # a list of mappings
)


def rules_of(type_name: str | list[str], read: str, name: str, description: str, example: str, **more: Any) -> Rules:
    """Return Cerberus rules with their meta; optional keys may be left empty.

    Args:
        type_name: Cerberus' types.
        read: how it is read, see :data:`READERS`.
        name: its Chinese name.
        description: what a planner writes there.
        example: a value as it is written in the file.
        more: further rules.
    """
    meta = {"name": name, "description": description, "example": example, "read": read}
    meta.update(more.pop("meta", {}))
    rules: Rules = {"type": type_name, **more, "meta": meta}
    if not rules.get("required"):
        rules.setdefault("nullable", True)
    return rules


def name_rules(name: str, description: str, example: str, **more: Any) -> Rules:
    """Return the rules of a name on one line; see :func:`rules_of`."""
    return rules_of("string", "name", name, description, example, empty=False, maxlength=60, **more)


def names_rules(name: str, description: str, example: str, **more: Any) -> Rules:
    """Return the rules of a list of names; see :func:`rules_of`."""
    entry: Rules = {"type": "string", "empty": False, "maxlength": 60, "meta": {"read": "name"}}
    return rules_of("list", "names", name, description, example, schema=entry, **more)


def text_rules(name: str, description: str, example: str, **more: Any) -> Rules:
    """Return the rules of a text as it is to be printed; see :func:`rules_of`."""
    more.setdefault("maxlength", 20_000)
    return rules_of("string", "text", name, description, example, empty=False, **more)


def texts_rules(name: str, description: str, example: str, **more: Any) -> Rules:
    """Return the rules of a list of texts; see :func:`rules_of`."""
    entry: Rules = {"type": "string", "empty": False, "maxlength": 5_000, "meta": {"read": "text"}}
    return rules_of("list", "texts", name, description, example, schema=entry, **more)


def flag_rules(name: str, description: str, example: str, **more: Any) -> Rules:
    """Return the rules of true or false; see :func:`rules_of`."""
    return rules_of("boolean", "flag", name, description, example, **more)


def mapping_rules(name: str, description: str, example: str, schema: Mapping[str, Rules], **more: Any) -> Rules:
    """Return the rules of a mapping with known keys; see :func:`rules_of`."""
    return rules_of("dict", "mapping", name, description, example, schema=dict(schema), **more)


def entries_rules(
    name: str, description: str, example: str, what: str, schema: Mapping[str, Rules], file: str | None = None
) -> Rules:
    """Return the rules of a list of mappings; see :func:`rules_of`."""
    entry: Rules = {"type": "dict", "schema": dict(schema), "meta": {"read": "mapping", "what": what}}
    return rules_of("list", "entries", name, description, example, schema=entry, meta={"file": file} if file else {})
