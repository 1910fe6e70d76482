"""Writes a document as one self-contained web page, from the same blocks as the Word file.

The page shows and prints without anything else, runs nothing and fetches nothing: its policy allows the style in it, by
its digest, and no more.  All text is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date as Date  # noqa: N812 - a parameter is called date
from functools import lru_cache
from typing import TYPE_CHECKING

from plangen.document.blocks import Document
from plangen.document.page_environment import page_environment
from plangen.terms.resources import templates_folder

if TYPE_CHECKING:
    from jinja2 import Template


def build_html(document: Document, *, title: str, author: str, date: Date | None = None) -> str:
    """Return a document as a web page.

    Args:
        document: what stands in it.
        title: its title, for the window and for bookmarks.
        author: the body that issues it.
        date: its date, where it has one.

    Returns:
        the page; the same text for the same input.
    """
    template, style = _page()
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return template.render(document=document, title=title, author=author, date=date, style=style, style_digest=digest)


@lru_cache(maxsize=1)
def _page() -> tuple[Template, str]:
    """Return the page's template and its style."""
    from markupsafe import Markup

    folder = templates_folder() / "page"
    style = (folder / "draft.css").read_text("utf-8-sig")
    return page_environment(folder).get_template("draft.html.j2"), Markup(style)
