"""What takes long says so, to whoever listens, and is silent where nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from plangen.reading import libreoffice, pdf_process
from plangen.terms.told import Slowly, tell, told_to


def test_nobody_hears_what_is_told_outside_of_a_block() -> None:
    heard: list[str] = []
    tell("甲")
    with told_to(heard.append):
        tell("乙")
        with told_to(None):
            tell("丙")
        tell("丁")
    tell("戊")
    assert heard == ["乙", "丁"]


def test_quick_work_tells_nothing_and_slow_work_now_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    slowly = Slowly(first=1.0, again=5.0)
    with told_to(heard.append):
        for now in (0.5, 0.9, 1.1, 2.0, 6.0, 6.2, 8.0, 11.3):
            slowly.tell(f"{now}")
    assert heard == ["1.1", "6.2", "11.3"]


def test_a_conversion_by_libreoffice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(libreoffice, "_run", lambda command, folder, name: 1)
    with told_to(heard.append), pytest.raises(Exception, match="LibreOffice"):
        libreoffice.converted("soffice", b"", suffix=".doc", reader=None, name="规划.doc")
    assert heard == ["正在用 LibreOffice 转换“规划.doc”，需要几秒钟……"]


def test_a_long_pdf_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    from pypdfium2 import PdfDocument

    document = PdfDocument.new()
    for _ in range(3):
        document.new_page(200, 200)
    document.save(tmp_path / "规划.pdf")
    heard: list[str] = []
    monkeypatch.setattr(Slowly, "tell", lambda self, text: heard.append(text))
    pdf_process.read_pages((tmp_path / "规划.pdf").read_bytes(), "规划.pdf")
    assert heard == [f"正在读取“规划.pdf”：第{number}页，共3页……" for number in (1, 2, 3)]
