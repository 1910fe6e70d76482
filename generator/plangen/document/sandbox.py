"""The sandbox that chapters run in: templates may come from strangers, and see data and nothing else.

Undefined names and empty values are errors; everything printed is escaped for Markdown; what would run for ever or eat
the memory is stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from plangen.document.markdown import markdown_escape
from plangen.terms.text import decode

MAXIMUM_TEMPLATE_BYTES = 1_000_000
MAXIMUM_STEPS = 500_000
"""How many rounds all ``range`` loops of a document may take together."""
MAXIMUM_REPEATED = 100_000
MAXIMUM_EXPONENT = 16


class EmptyValueError(Exception):
    """A template printed an empty value."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox without the operators that make huge values out of small ones."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply and raise to powers within bounds."""
        if operator == "**" and not (isinstance(right, (int, float)) and abs(right) <= MAXIMUM_EXPONENT):
            raise SecurityError("乘方太大")
        for repeated, times in ((left, right), (right, left)):
            if isinstance(repeated, Sequence) and isinstance(times, int) and len(repeated) * times > MAXIMUM_REPEATED:
                raise SecurityError("重复的内容太长")
        return super().call_binop(context, operator, left, right)


class _FolderLoader(BaseLoader):
    """Reads templates from folders, in any encoding that office computers write, and from nowhere else."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = [folder.resolve() for folder in folders]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for folder in self.folders:
            path = (folder / template).resolve()
            if not path.is_file():
                continue
            if not path.is_relative_to(folder):
                raise SecurityError(f"“{template}”不在模板文件夹里")
            data = path.read_bytes()
            if len(data) > MAXIMUM_TEMPLATE_BYTES:
                raise SecurityError(f"“{template}”太大")
            return decode(data).text, str(path), lambda: True
        raise TemplateNotFound(template)


def sandbox(folders: Sequence[Path]) -> Environment:
    """Return an environment for the chapters in these folders, the first folder first.

    Args:
        folders: where templates are looked for.
    """

    def finalize(value: object) -> object:
        # autoescape is on, so that what macros return is Markup already and is not escaped twice
        if isinstance(value, Markup):
            return value
        if value is None:
            raise EmptyValueError
        return Markup(markdown_escape(str(value)))

    steps = 0

    def bounded_range(*arguments: int) -> Iterator[int]:
        nonlocal steps
        for number in range(*arguments):
            steps += 1
            if steps > MAXIMUM_STEPS:
                raise SecurityError("循环次数太多")
            yield number

    environment = _Sandbox(
        loader=_FolderLoader(folders),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["range"] = bounded_range
    return environment
