"""The leader's page as a web page and as a Word file in the official style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plangen.trace.report_files import web_page, word_file
from plangen.trace.report_leader import LeaderPage

if TYPE_CHECKING:
    from plangen.document.docx_writer import BuiltDocument

TITLE = "上位规划承接情况核对结果"
IDENTITY = {"plangen.document": "leader-page"}
"""By what an earlier page is known again."""


def leader_html(page: LeaderPage) -> str:
    """Return the page as one self-contained web page: nothing in it runs, nothing is fetched."""
    return web_page("leader.html.j2", "leader.css", {"page": page, "title": TITLE})


def leader_docx(page: LeaderPage) -> BuiltDocument:
    """Return the page as a sealed Word file.

    Raises:
        FindingsError: the style document cannot be used.
    """
    return word_file(
        "leader.md.j2",
        {"page": page, "title": TITLE},
        identity=IDENTITY,
        title=f"{TITLE}：{page.document}",
        author=page.by or "",
        date=page.date,
    )
