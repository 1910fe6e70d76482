"""The leader's page as a web page and as a Word file in the official style."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from plangen.terms.resources import templates_folder
from plangen.trace.report_leader import LeaderPage

if TYPE_CHECKING:
    from jinja2 import Template

    from plangen.document.docx_writer import BuiltDocument

TITLE = "上位规划承接情况核对结果"
IDENTITY = {"plangen.document": "leader-page"}
"""By what an earlier page is known again."""


def leader_html(page: LeaderPage) -> str:
    """Return the page as one self-contained web page: nothing in it runs, nothing is fetched."""
    template, style = _web()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return template.render(page=page, title=TITLE, style=style, style_digest=digest)


def leader_docx(page: LeaderPage) -> BuiltDocument:
    """Return the page as a sealed Word file.

    Raises:
        FindingsError: the style document cannot be used.
    """
    from plangen.document.docx_writer import build_docx
    from plangen.document.markdown import parse_markdown

    return build_docx(
        parse_markdown(_markdown().render(page=page, title=TITLE)),
        style=templates_folder() / "style" / "gongwen.docx",
        properties=IDENTITY,
        title=f"{TITLE}：{page.document}",
        author=page.by or "",
        date=page.date,
    )


@lru_cache(maxsize=1)
def _web() -> tuple[Template, str]:
    from plangen.document.page_environment import page_environment

    folder = templates_folder() / "report"
    style = (folder / "leader.css").read_text("utf-8-sig")
    return page_environment(folder).get_template("leader.html.j2"), style


@lru_cache(maxsize=1)
def _markdown() -> Template:
    """Return the template of the Word file; every value in it is made safe for Markdown."""
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
    ).get_template("leader.md.j2")
