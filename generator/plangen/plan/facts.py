"""The county's situation as facts: looked up by name, judged, and filled into sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from plangen.plan.rules import MEASURE_TEMPLATE
from plangen.terms.levels import LevelWords

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

PLACE_NAMES = ("county", "level", "towns")
"""What every sentence may name: 永和县; 县, 区, 市, 旗; what is below it, 乡镇（街道）."""

_NO_WORDS = frozenset({"", "0", "无", "没有", "否"})


def place_names(words: LevelWords) -> dict[str, str]:
    """Return the values of :data:`PLACE_NAMES` for a county."""
    return dict(zip(PLACE_NAMES, (words.name, words.level, words.lower), strict=True))


def look_up(facts: Mapping[str, object], name: str) -> object | None:
    """Return a fact by its dotted name, or None where it is not stated."""
    value: object = facts
    for part in name.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def exists(facts: Mapping[str, object], name: str) -> bool | None:
    """Return whether the county has the thing that an existence fact names; None where nobody says.

    A number above 0, true and any text but 无, 没有, 否 mean that it has; so does a mapping with a ``total`` above 0.
    """
    value = look_up(facts, name)
    if isinstance(value, Mapping):
        value = value.get("total", True if value else None)
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() not in _NO_WORDS
    return bool(value)


def is_stated(value: object | None) -> bool:
    """Return whether a sentence can print a fact: a number above 0 or a text (true says only that there are some)."""
    return value is not None and not isinstance(value, (bool, Mapping)) and value not in (0, "")


class Filler:
    """Fills names into sentences; compiles each sentence once, and only those that have names in them."""

    def __init__(self) -> None:
        self._environment: SandboxedEnvironment | None = None
        self._templates: dict[str, Callable[..., str]] = {}

    def __call__(self, sentence: str, names: Mapping[str, Any]) -> str:
        """Return the sentence with the names' values in it.

        Raises:
            FindingsError: it cannot be filled in.
        """
        if "{{" not in sentence:
            return sentence
        from jinja2.exceptions import TemplateError

        try:
            if sentence not in self._templates:
                self._templates[sentence] = self._compile(sentence)
            return self._templates[sentence](names)
        except TemplateError as error:
            raise MEASURE_TEMPLATE.error(sentence=sentence, problem=error) from error

    def _compile(self, sentence: str) -> Callable[..., str]:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        if self._environment is None:
            self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_print)
        return self._environment.from_string(sentence).render


def _print(value: object) -> object:
    """Print a whole number that YAML read as a decimal without its .0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
