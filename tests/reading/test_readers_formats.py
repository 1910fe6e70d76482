"""What a file is, is seen from its content; what cannot be read is said in a sentence."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from build_documents import (
    Printed,
    compound_file,
    convert,
    docx_automatic,
    docx_typed,
    gb18030_text,
    html_page,
    paragraph,
    pdf_of,
    pieces_from_text,
    word_package,
    zip_of,
)
from plangen.office import word_stream
from plangen.reading import formats, legacy_word, libreoffice
from plangen.reading.formats import read_any
from plangen.terms.findings import Finding, FindingsError, Severity

LONG = "各有关部门按照职责分工抓好落实，确保各项任务按期完成。" * 3
PIECES = pieces_from_text(f"某县规划\n一、总体要求\n（一）工作原则\n{LONG}\n")
CONTENTS: dict[str, bytes] = {
    ".docx": docx_typed(PIECES),
    ".html": html_page(PIECES),
    ".txt": gb18030_text(PIECES),
    ".pdf": pdf_of([[Printed(piece.text[:27], 112, 100 + 28 * at) for at, piece in enumerate(PIECES)]]),
}


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> Finding:
    with pytest.raises(FindingsError) as caught:
        read_any(path)
    [finding] = caught.value.findings
    assert finding.severity is Severity.ERROR
    assert finding.location.file == path.name
    assert re.search("[一-鿿]", finding.message)
    return finding


@pytest.mark.parametrize("suffix", CONTENTS)
def test_each_format_is_read_by_its_reader(suffix: str, tmp_path: Path) -> None:
    document = read_any(write(tmp_path, f"规划{suffix}", CONTENTS[suffix]))
    assert f".{document.format}" == suffix
    assert document.name == f"规划{suffix}"
    assert [line.text[:27] for line in document.lines] == [piece.text[:27] for piece in PIECES]
    assert "extension-mismatch" not in {finding.code for finding in document.findings}


@pytest.mark.parametrize("suffix", CONTENTS)
@pytest.mark.parametrize("wrong", [".doc", ".pdf", ".docx", ".html", ".txt", ""])
def test_a_renamed_file_is_read_as_what_it_is_with_a_warning(suffix: str, wrong: str, tmp_path: Path) -> None:
    document = read_any(write(tmp_path, f"规划{wrong}", CONTENTS[suffix]))
    assert f".{document.format}" == suffix
    mismatches = [finding for finding in document.findings if finding.code == "extension-mismatch"]
    assert [finding.severity for finding in mismatches] == ([] if wrong == suffix else [Severity.WARNING])


def test_a_web_archive_is_read(tmp_path: Path) -> None:
    import base64

    page = base64.encodebytes(html_page(PIECES)).decode("ascii")
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
        f"Content-Transfer-Encoding: base64\n\n{page}\n--x--\n"
    )
    document = read_any(write(tmp_path, "规划.mht", archive.encode("ascii")))
    assert [line.text for line in document.lines] == [piece.text for piece in PIECES]
    empty = write(tmp_path, "空.mht", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nabc\n")
    assert refusal(empty).code == "document-damaged"


# --- bad input ----------------------------------------------------------------------------------------------------


def test_no_file_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.docx").code == "file-missing"
    assert refusal(tmp_path).code == "file-is-folder"
    for content in (b"", b"\xef\xbb\xbf", b" \r\n\t"):
        assert refusal(write(tmp_path, "空.docx", content)).code == "file-empty"
    assert refusal(write(tmp_path, "坏.docx", bytes(100))).code == "file-zeroed"


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs rights")
def test_a_file_without_rights(tmp_path: Path) -> None:
    path = write(tmp_path, "规划.txt", b"abc")
    path.chmod(0)
    assert refusal(path).code == "file-unreadable"


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_FILE_BYTES", 1000)
    assert refusal(write(tmp_path, "规划.docx", bytes(1001))).code == "file-too-large"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(90), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(90), "图片"),
        (b"BM" + bytes(90), "图片"),
        (b"Rar!\x1a\x07" + bytes(90), "压缩包"),
        (zip_of({"规划.docx": b"x"}), "压缩包"),
        (zip_of({"xl/workbook.bin": b"x", "[Content_Types].xml": b"x"}), "Excel"),
        (zip_of({"ppt/presentation.xml": b"x"}), "演示"),
        (zip_of({"OFD.xml": b"x"}), "OFD"),
        (compound_file(["PowerPoint Document"]), "演示"),
    ],
)
def test_formats_that_hold_no_plan(data: bytes, word: str, tmp_path: Path) -> None:
    finding = refusal(write(tmp_path, "规划.docx", data))
    assert finding.code == "format-unsupported"
    assert word in finding.message
    assert finding.hint


def test_binary_data(tmp_path: Path) -> None:
    data = bytes(range(256)) * 4
    assert refusal(write(tmp_path, "规划.docx", data)).code == "file-binary"
    assert refusal(write(tmp_path, "规划.txt", data)).code == "file-binary"


def test_encrypted_files(tmp_path: Path) -> None:
    new = write(tmp_path, "规划.docx", compound_file(["EncryptedPackage", "EncryptionInfo"]))
    assert refusal(new).code == "document-encrypted"
    old = write(tmp_path, "规划.doc", compound_file(["WordDocument", "1Table"], flags=0x0100))
    assert refusal(old).code == "document-encrypted"
    packed = bytearray(docx_typed(PIECES))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.find(signature)
        packed[at + flags] |= 1
    assert refusal(write(tmp_path, "密.docx", bytes(packed))).code == "document-encrypted"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_a_truncated_word_file(part: float, tmp_path: Path) -> None:
    data = docx_typed(PIECES)
    assert refusal(write(tmp_path, "规划.docx", data[: int(len(data) * part)])).code == "document-damaged"


def test_a_word_file_with_damaged_parts(tmp_path: Path) -> None:
    data = bytearray(docx_automatic(PIECES))
    at = data.find(b"word/document.xml") + 80
    data[at : at + 60] = bytes(60)
    assert refusal(write(tmp_path, "规划.docx", bytes(data))).code == "document-damaged"
    cut = word_package("<w:p>")
    assert refusal(write(tmp_path, "规划.docx", cut)).code == "document-damaged"
    assert refusal(write(tmp_path, "规划.docx", zip_of({"word/x.xml": b"<a/>"}))).code == "document-damaged"


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_xml_with_entities(part: str, tmp_path: Path) -> None:
    import io
    import zipfile

    secret = write(tmp_path, "secret.txt", "机密".encode())
    with zipfile.ZipFile(io.BytesIO(docx_typed(PIECES))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    declared = f'?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    text = bytes(files[part]).decode("utf-8") if isinstance(files[part], bytes) else str(files[part])
    files[part] = text.replace("?>", declared, 1).replace("总体要求", "&e;&b;")
    assert refusal(write(tmp_path, "规划.docx", zip_of(files))).code == "document-with-entities"


def test_a_zip_bomb(tmp_path: Path) -> None:
    bomb = word_package(f"<w:p><w:r><w:t>{'一' * 20_000_000}</w:t></w:r></w:p>")
    assert len(bomb) < 200_000
    assert refusal(write(tmp_path, "规划.docx", bomb)).code == "document-too-large"
    many = zip_of({f"word/part{number}.xml": b"" for number in range(60_000)})
    assert refusal(write(tmp_path, "规划.docx", many)).code == "document-too-large"


def test_a_million_runs(tmp_path: Path) -> None:
    runs = word_package(f"<w:p>{'<w:r><w:t>字</w:t></w:r>' * 1_000_000}</w:p>")
    assert refusal(write(tmp_path, "规划.docx", runs)).code == "document-too-large"


def test_bounds_are_met_while_reading_not_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "规划.docx", word_package(paragraph("甲") * 50))
    for kind in ("r", "p"):
        with monkeypatch.context() as patch:
            patch.setitem(word_stream.BOUNDS, kind, (40, "段落"))
            assert refusal(path).code == "document-too-large"
    with monkeypatch.context() as patch:
        patch.setattr("plangen.office.word_package.MOST_BODY_BYTES", 1000)
        assert refusal(path).code == "document-too-large"
    with monkeypatch.context() as patch:
        patch.setattr("plangen.office.passages.MOST_CHARACTERS", 10)
        assert refusal(path).code == "document-too-large"


def test_a_failure_of_a_library_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise KeyError("x")

    monkeypatch.setattr("plangen.reading.word.read", fail)
    assert refusal(write(tmp_path, "规划.docx", docx_typed(PIECES))).code == "document-damaged"


def test_macros_are_said_and_not_run(tmp_path: Path) -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx_typed(PIECES))) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    document = read_any(write(tmp_path, "规划.docm", zip_of({**files, "word/vbaProject.bin": b"x"})))
    assert [finding.code for finding in document.findings] == ["document-macros"]


# --- old Word files -----------------------------------------------------------------------------------------------


def test_without_libreoffice_the_finding_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_word, "find_office", lambda: None)
    finding = refusal(write(tmp_path, "规划.doc", compound_file(["WordDocument"])))
    assert finding.code == "office-missing"
    assert "LibreOffice" in str(finding.hint)


def test_a_program_that_fails_or_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "规划.doc", compound_file(["WordDocument"]))
    monkeypatch.setattr(legacy_word, "find_office", lambda: str(tmp_path / "missing"))
    assert refusal(path).code == "office-failed"
    monkeypatch.setattr(legacy_word, "find_office", lambda: sys.executable)
    assert refusal(path).code == "office-failed"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = write(tmp_path, "soffice", b"#!/bin/sh\nsleep 600\n")
    script.chmod(0o755)
    monkeypatch.setattr(libreoffice, "SECONDS", 0.2)
    monkeypatch.setattr(legacy_word, "find_office", lambda: str(script))
    finding = refusal(write(tmp_path, "规划.doc", compound_file(["WordDocument"])))
    assert finding.code == "office-failed"
    assert "秒" in finding.message


@pytest.mark.office
@pytest.mark.parametrize(("suffix", "target"), [(".doc", "doc:MS Word 97"), (".rtf", "rtf"), (".odt", "odt")])
def test_old_formats_are_read_through_libreoffice(suffix: str, target: str, tmp_path: Path) -> None:
    # LibreOffice 7.4 loses automatic numbers when it writes .rtf and .odt
    make = docx_automatic if suffix == ".doc" else docx_typed
    data = convert(make(PIECES), ".docx", target, tmp_path)
    document = read_any(write(tmp_path, f"-规 划{suffix}", data))
    assert document.format == "doc"
    assert [line.text for line in document.lines] == [piece.text for piece in PIECES]
    assert [finding.code for finding in document.findings] == ["document-converted"]
