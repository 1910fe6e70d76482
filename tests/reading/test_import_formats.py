"""The same document as .txt, .docx (typed and automatic numbers), .html, GB18030 .txt and .pdf gives the same items."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import build_documents as build
from plangen.parent.importer import import_document
from plangen.parent.model import ParentItem, ParentPlan
from plangen.terms.text import half_width, squeeze

DOCUMENTS = ("xinzhou-145", "yangquan-145", "changzhi-145", "jincheng-155", "yonghe-145", "china-145")

WRITERS: dict[str, Callable[[list[build.Piece]], bytes]] = {
    "typed.docx": build.docx_typed,
    "automatic.docx": build.docx_automatic,
    "page.html": build.html_page,
    "gb18030.txt": build.gb18030_text,
}


def facts(item: ParentItem) -> tuple[object, ...]:
    clause = item.responsibility
    return (
        item.id,
        squeeze(half_width(item.title)),
        item.deadline,
        squeeze(half_width(item.target or "")),
        item.nature,
        clause and (clause.leads, clause.participants, clause.open_ended),
    )


def all_facts(plan: ParentPlan) -> list[tuple[object, ...]]:
    return [facts(item) for item in plan.all_items()]


@cache
def from_text(corpus: Path, name: str) -> tuple[list[build.Piece], ParentPlan]:
    path = corpus / f"{name}.txt"
    return build.pieces_from_text(path.read_text("utf-8")), import_document(path, plan_id=name).plan


@pytest.mark.corpus
@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_items_in_every_format(corpus: Path, tmp_path: Path, name: str, form: str) -> None:
    pieces, expected = from_text(corpus, name)
    path = tmp_path / form
    path.write_bytes(WRITERS[form](pieces))
    assert all_facts(import_document(path, plan_id=name).plan) == all_facts(expected)


@pytest.mark.corpus
@pytest.mark.office
@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_items_in_pdf(corpus: Path, tmp_path: Path, name: str) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here")
    pieces, expected = from_text(corpus, name)
    path = tmp_path / "document.pdf"
    path.write_bytes(build.convert(build.docx_typed(pieces), "docx", "pdf", tmp_path))
    assert all_facts(import_document(path, plan_id=name).plan) == all_facts(expected)
