"""Choose the reader for a document by what is in the file; the extension only decides where the content does not."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path
from typing import cast

from plangen.findings import Finding, FindingsError, Location, Severity
from plangen.parent.lines import SourceDocument

MAXIMUM_BYTES = 200_000_000
_EXTENSIONS = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".docx": "docx",
    ".docm": "docx",
    ".doc": "doc",
    ".wps": "doc",
    ".rtf": "doc",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
}
_MODULES = {"txt": "text", "docx": "docx", "doc": "doc", "pdf": "pdf", "html": "html"}


def read_document(path: Path) -> SourceDocument:
    """Read a document of any format that plangen knows.

    Args:
        path: the document.

    Raises:
        FindingsError: it does not exist, is a folder, empty, too large, or cannot be read as any format.
    """
    head = _first_bytes(path)
    named = _EXTENSIONS.get(path.suffix.lower())
    found = _sniff(head)
    kind = found or named or "txt"
    document = _reader(kind, path)
    if found and named and found != named:
        document = replace(
            document,
            findings=(
                Finding(
                    code="extension-mismatch",
                    severity=Severity.WARNING,
                    message=f"文件扩展名为{path.suffix}，内容实为 {found}，已按实际内容读取",
                    location=Location(file=path.name),
                ),
                *document.findings,
            ),
        )
    return document


def _first_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _failure("file-is-folder", path, "给出的是文件夹，不是文件", "请给出文件夹中具体的规划文件")
        if not path.exists():
            raise _failure("file-missing", path, f"文件不存在：{path}", "请核对路径和文件名")
        size = path.stat().st_size
        if size == 0:
            raise _failure("file-empty", path, "文件是空的", "请核对下载或复制是否完整")
        if size > MAXIMUM_BYTES:
            raise _failure(
                "file-too-large", path, f"文件过大（{size // 1_000_000} MB）", "规划文件一般不超过 50 MB，请核对"
            )
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise _failure("file-unreadable", path, f"文件无法读取：{error.strerror or error}", "请检查文件权限") from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        with path.open("rb") as stream:
            if not stream.read(1_000_000).strip(b"\xef\xbb\xbf \t\r\n\x00"):
                raise _failure("file-empty", path, "文件没有文字内容", "请核对下载或复制是否完整")
    return head


def _sniff(head: bytes) -> str | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if b"%pdf-" in head[:1024].lower():
        return "pdf"
    if head.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return "doc"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start:
        return "html"
    return None


def _reader(kind: str, path: Path) -> SourceDocument:
    name = f"plangen.parent.readers.{_MODULES[kind]}"
    if kind == "txt" and path.stat().st_size > 20_000_000:
        raise _failure("file-too-large", path, "文本文件超过 20 MB", "规划文本一般不超过 1 MB，请核对")
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise _failure(
            "reader-missing", path, f"当前版本不能读取 {kind} 格式", "请另存为 .txt（UTF-8 编码）后再导入"
        ) from error
    try:
        return cast("SourceDocument", module.read(path))
    except OSError as error:
        raise _failure("file-unreadable", path, f"文件无法读取：{error.strerror or error}", "请检查文件权限") from error


def _failure(code: str, path: Path, message: str, hint: str) -> FindingsError:
    location = Location(file=path.name or str(path))
    return FindingsError([Finding(code=code, severity=Severity.ERROR, message=message, location=location, hint=hint)])
