"""How reports become web pages and Word files: one way for all of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date as Date  # noqa: N812 - a parameter is called date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plangen.terms.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Template

    from plangen.document.docx_writer import BuiltDocument


def web_page(name: str, style: str, values: Mapping[str, Any]) -> str:
    """Return a self-contained web page: nothing in it runs, nothing is fetched, all that it shows is escaped.

    Args:
        name: of the template in templates/report.
        style: of the style sheet there.
        values: what the template prints.
    """
    template, sheet = _web(name, style)
    digest = base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    return template.render(**values, style=sheet, style_digest=digest)


def word_file(
    name: str,
    values: Mapping[str, Any],
    *,
    identity: Mapping[str, str],
    title: str,
    author: str = "",
    date: Date | None = None,
) -> BuiltDocument:
    """Return a sealed Word file in the official style; every value in it is made safe for Markdown.

    Args:
        name: of the template in templates/report.
        values: what the template prints.
        identity: custom properties by which an earlier version is known again.
        title: title in the file's properties.
        author: author there.
        date: date there.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown

    return build_docx(
        parse_markdown(_markdown(name).render(**values)),
        style=templates_folder() / "style" / "gongwen.docx",
        properties=identity,
        title=title,
        author=author,
        date=date,
    )


@lru_cache(maxsize=8)
def _web(name: str, style: str) -> tuple[Template, str]:
    from plangen.document.page_environment import page_environment

    folder = templates_folder() / "report"
    return page_environment(folder).get_template(name), (folder / style).read_text("utf-8-sig")


@lru_cache(maxsize=8)
def _markdown(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from plangen.document.markdown import markdown_escape

    def safe(value: Any) -> str:
        return markdown_escape(str(value))

    return Environment(
        loader=FileSystemLoader(templates_folder() / "report", encoding="utf-8-sig"),
        autoescape=False,
        finalize=safe,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
