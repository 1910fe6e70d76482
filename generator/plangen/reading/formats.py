"""Reads a document of any format: what it is is seen from its content, never from its suffix."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from plangen.office.limits import MOST_FILE_BYTES, damaged, encrypted, open_zip, read_bounded, too_large
from plangen.reading import compound, rules
from plangen.reading.lines import SourceDocument
from plangen.terms.allowance import allow
from plangen.terms.findings import Finding, FindingsError, Location
from plangen.terms.text import decode

_HEAD_BYTES = 4096
_MIMETYPE_BYTES = 256
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
"""What an OpenDocument package says of itself in its first entry."""
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|center|font|p)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_WORD_XML = (
    'progid="Word.Document"',
    "<w:wordDocument",
    "http://schemas.microsoft.com/office/2006/xmlPackage",
    "<office:document",
)


class Kind(StrEnum):
    """What a file is; see :func:`sniff`."""

    DOCX = "docx"
    LEGACY_WORD = "doc"
    PDF = "pdf"
    HTML = "html"
    WEB_ARCHIVE = "mht"
    WORKBOOK = "xlsx"
    LEGACY_WORKBOOK = "xls"
    MARKDOWN = "md"
    TEXT = "txt"


_NAMES = {
    Kind.DOCX: "Word文档（.docx）",
    Kind.LEGACY_WORD: "旧格式Word文档（.doc）",
    Kind.PDF: "PDF文件",
    Kind.HTML: "网页（.html）",
    Kind.WEB_ARCHIVE: "单一网页文件（.mht）",
    Kind.WORKBOOK: "Excel工作簿（.xlsx）",
    Kind.LEGACY_WORKBOOK: "旧格式Excel工作簿（.xls）",
    Kind.MARKDOWN: "Markdown文件（.md）",
    Kind.TEXT: "纯文本",
}
_SUFFIXES = {
    Kind.DOCX: {".docx", ".docm", ".dotx", ".dotm"},
    Kind.LEGACY_WORD: {".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xml"},
    Kind.PDF: {".pdf"},
    Kind.HTML: {".html", ".htm", ".shtml", ".xhtml", ".jhtml", ".jsp", ".asp", ".aspx", ".php"},
    Kind.WEB_ARCHIVE: {".mht", ".mhtml"},
    Kind.WORKBOOK: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    Kind.LEGACY_WORKBOOK: {".xls", ".xlt", ".et", ".ett", ".ods", ".ots"},
    Kind.MARKDOWN: {".md", ".markdown"},
    Kind.TEXT: {".txt", ".text"},
}
_OTHER_CONTENT = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序文件"),
)
_HINTS = {
    "图片": "图片中的文字无法读取；请索取电子文本，或先用文字识别（OCR）软件转换并校对",
    "压缩包": "请先解压，再导入其中的文档",
    "二进制Excel工作簿": "请用Excel或WPS打开后另存为.xlsx再导入",
    "演示文稿": "请将内容复制到Word文档中另存为.docx",
    "以逗号分列的表格（.csv）": "请用Excel或WPS打开，另存为.xlsx再导入",
    "OFD版式文件": "请用OFD阅读器导出为PDF（保留文字），或索取Word文本",
}
_USUAL_HINT = "可导入的格式有：.docx、.doc、.wps、.pdf、.html、.md、.txt、.xlsx、.xls"


def read_any(path: Path) -> SourceDocument:
    """Return the lines of a document of any format.

    Args:
        path: the file.

    Raises:
        FindingsError: there is no such file, it is empty or too large, damaged, encrypted, of a format that cannot be
            read, or it has no text.
    """
    name = path.name
    data = read_content(path)
    kind = sniff(data, name)
    reader = _reader(kind)
    try:
        document = reader(path, data)
    except FindingsError:
        raise
    except RecursionError as error:
        raise damaged(name, "内部嵌套层次过深") from error
    except MemoryError as error:
        raise too_large(name, "内存不足") from error
    except Exception as error:
        # Files come from others and libraries fail on them in many ways; the person needs a sentence, not a traceback.
        raise damaged(name, f"读取时出错（{type(error).__name__}）") from error
    if path.suffix.lower() in _SUFFIXES[kind]:
        return document
    warning = rules.EXTENSION_MISMATCH.found(Location(file=name), suffix=path.suffix or "（无）", form=_NAMES[kind])
    return replace(document, findings=(warning, *document.findings))


def name_of(kind: Kind) -> str:
    """Return what a kind of file is called, in Chinese."""
    return _NAMES[kind]


def office_content(path: Path) -> tuple[bytes, Kind, tuple[Finding, ...]]:
    """Return an Office file in the format of today: .docx and .xlsx as they are, older ones as LibreOffice makes them.

    Args:
        path: the file.

    Returns:
        the content, :attr:`Kind.DOCX` or :attr:`Kind.WORKBOOK`, and what there is to say about it.

    Raises:
        FindingsError: there is no such file, it cannot be opened or converted, or it is neither document nor workbook.
    """
    from plangen.reading import legacy_word, spreadsheet

    data = read_content(path)
    kind = sniff(data, path.name)
    if kind in (Kind.DOCX, Kind.WORKBOOK):
        return data, kind, ()
    if kind is Kind.LEGACY_WORD:
        made, findings = legacy_word.as_docx(path, data)
        return made, Kind.DOCX, findings
    if kind is Kind.LEGACY_WORKBOOK:
        made, findings = spreadsheet.as_xlsx(path, data)
        return made, Kind.WORKBOOK, findings
    raise rules.WORD_NEEDED.error(Location(file=path.name), form=_NAMES[kind])


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that a person named.

    Raises:
        FindingsError: there is no such file, it cannot be opened, is too large or empty.
    """
    where = Location(file=path.name)
    try:
        if path.is_dir():
            raise rules.FILE_IS_FOLDER.error(where)
        if not path.exists():
            raise rules.FILE_MISSING.error(where)
        if not path.is_file():
            raise rules.FILE_UNREADABLE.error(where)
        if path.stat().st_size > MOST_FILE_BYTES:
            raise rules.FILE_TOO_LARGE.error(where, megabytes=MOST_FILE_BYTES // (1024 * 1024))
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise rules.FILE_UNREADABLE.error(where) from error
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise (rules.FILE_ZEROED if b"\x00" in data else rules.FILE_EMPTY).error(where)
    allow(len(data))
    return data


def sniff(data: bytes, name: str) -> Kind:
    """Return what a file is, from its content.

    Args:
        data: the file's bytes, not empty.
        name: the file's name, for findings only.

    Raises:
        FindingsError: it is encrypted, or of a format that plans cannot be read from.
    """
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data, name)
    if data.startswith(compound.SIGNATURE):
        return _sniff_compound(data, name)
    if data.startswith(b"{\\rtf"):
        return Kind.LEGACY_WORD
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for signature, what in _OTHER_CONTENT:
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:_HEAD_BYTES]):
            raise _unsupported(name, what)
    return _sniff_text(data, name)


def _sniff_zip(data: bytes, name: str) -> Kind:
    parts = {entry.filename.replace("\\", "/").lower() for entry in open_zip(data, name).infolist()}
    if any(part.startswith("word/") for part in parts):
        return Kind.DOCX
    if "xl/workbook.bin" in parts:
        raise _unsupported(name, "二进制Excel工作簿")
    if any(part.startswith("xl/") for part in parts):
        return Kind.WORKBOOK
    if any(part.startswith("ppt/") for part in parts):
        raise _unsupported(name, "演示文稿")
    if "ofd.xml" in parts:
        raise _unsupported(name, "OFD版式文件")
    if "mimetype" in parts and "content.xml" in parts:
        return Kind.LEGACY_WORKBOOK if _is_open_spreadsheet(data, name) else Kind.LEGACY_WORD
    if "[content_types].xml" in parts:
        return Kind.DOCX  # a Word file that keeps its parts elsewhere, or none, which its reader will say
    raise _unsupported(name, "压缩包")


def _is_open_spreadsheet(data: bytes, name: str) -> bool:
    """Return whether an OpenDocument package says that it is a spreadsheet."""
    with open_zip(data, name) as archive:
        entry = next(one for one in archive.infolist() if one.filename.lower() == "mimetype")
        with archive.open(entry) as stream:
            return _SPREADSHEET in read_bounded(stream, _MIMETYPE_BYTES, name)


def _sniff_compound(data: bytes, name: str) -> Kind:
    names = compound.stream_names(data)
    if "EncryptedPackage" in names:
        raise encrypted(name, "文件")
    if "Workbook" in names or "Book" in names:
        return Kind.LEGACY_WORKBOOK
    if "PowerPoint Document" in names:
        raise _unsupported(name, "演示文稿")
    if names and "WordDocument" not in names:
        raise _unsupported(name, "其他Office文件")
    return Kind.LEGACY_WORD


def _sniff_text(data: bytes, name: str) -> Kind:
    try:
        page = decode(data).text
    except ValueError:
        # A page may declare another encoding; a text in UTF-16 may lack its mark; all else is binary.
        head = data[:_HEAD_BYTES]
        if _PAGE.match(head.decode("latin-1")):
            return Kind.HTML
        if name.lower().endswith(".txt"):
            return Kind.TEXT
        raise rules.FILE_BINARY.error(Location(file=name)) from None
    start = page[: _HEAD_BYTES * 4]
    if any(sign in start for sign in _WORD_XML):
        return Kind.LEGACY_WORD
    if _PAGE.match(start):
        return Kind.HTML
    if re.match(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*mime-version:", start, re.IGNORECASE):
        return Kind.WEB_ARCHIVE
    return Kind.MARKDOWN if name.lower().endswith((".md", ".markdown")) else Kind.TEXT


def _unsupported(name: str, what: str) -> FindingsError:
    return rules.FORMAT_UNSUPPORTED.error(Location(file=name), form=what, hint=_HINTS.get(what, _USUAL_HINT))


def _reader(kind: Kind) -> Callable[[Path, bytes], SourceDocument]:
    # Each reader brings libraries of its own; only the one that is needed is loaded.
    if kind is Kind.DOCX:
        from plangen.reading import word

        return word.read
    if kind is Kind.LEGACY_WORD:
        from plangen.reading import legacy_word

        return legacy_word.read
    if kind is Kind.PDF:
        from plangen.reading import portable

        return portable.read
    if kind is Kind.HTML:
        from plangen.reading import web

        return web.read
    if kind is Kind.WEB_ARCHIVE:
        return _read_web_archive
    if kind in (Kind.WORKBOOK, Kind.LEGACY_WORKBOOK):
        from plangen.reading import spreadsheet

        return spreadsheet.read if kind is Kind.WORKBOOK else spreadsheet.read_legacy
    if kind is Kind.MARKDOWN:
        from plangen.reading import markdown

        return markdown.read
    return _read_plain_text


def _read_plain_text(path: Path, data: bytes) -> SourceDocument:
    from plangen.reading import text

    if path.suffix.lower() == ".csv":  # only a spreadsheet program takes it apart rightly
        raise _unsupported(path.name, "以逗号分列的表格（.csv）")
    if len(data) > text.MAXIMUM_BYTES:
        megabytes = text.MAXIMUM_BYTES // 1_000_000
        raise rules.FILE_TOO_LARGE.error(Location(file=path.name), megabytes=megabytes)
    return text.read(path)


def _read_web_archive(path: Path, data: bytes) -> SourceDocument:
    """Read the page of a web archive (.mht), which is built like a mail with attachments."""
    import hashlib

    from plangen.reading import web

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return replace(web.read(path, page), sha256=hashlib.sha256(data).hexdigest())
    raise damaged(path.name, "单一网页文件中没有网页")
