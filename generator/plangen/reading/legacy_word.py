"""Reads old Word files (.doc, .wps, .rtf, …) by having LibreOffice turn them into .docx first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from plangen.office.limits import encrypted
from plangen.office.problems import note, unusable
from plangen.reading import word
from plangen.reading.compound import SIGNATURE, is_encrypted_word_document, stream_names
from plangen.reading.lines import SourceDocument
from plangen.terms.findings import Finding, FindingsError

_SECONDS = 180
_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)


def find_office() -> str | None:
    """Return the path of LibreOffice's program, or None where it is not installed."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of an old Word file.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: it needs a password, LibreOffice is missing, or it cannot convert the file.
    """
    if is_encrypted_word_document(data):
        raise encrypted(path.name, "文件")
    office = find_office()
    if office is None:
        raise unusable(
            "office-missing",
            path.name,
            "读取.doc、.wps等旧格式需要LibreOffice，本机未找到",
            "请安装LibreOffice（https://zh-cn.libreoffice.org），或用Word、WPS打开后另存为.docx再导入",
        )
    document = _read_converted(path, _convert(office, path, data))
    findings: list[Finding] = [
        note(
            "document-converted",
            path.name,
            "旧格式文件已由LibreOffice转换后读取",
            "如与原文有出入，请用Word、WPS另存为.docx后再导入",
        )
    ]
    if {"Macros", "_VBA_PROJECT_CUR"} & stream_names(data):
        findings.append(note("document-macros", path.name, "文件带有宏，读取时未运行"))
    return replace(
        document,
        sha256=hashlib.sha256(data).hexdigest(),
        format="doc",
        findings=(*findings, *document.findings),
    )


def _read_converted(path: Path, converted: bytes) -> SourceDocument:
    try:
        return word.read(path, converted)
    except FindingsError as error:
        # What is wrong with the converted file is LibreOffice's doing, unless it only says that there is no text.
        if any(finding.code == "document-damaged" for finding in error.findings):
            raise _failed(path.name, "转换结果无法读取") from error
        raise


def _convert(office: str, path: Path, data: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="plangen-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        # The user's name for the file may begin with a hyphen or hold what the program cannot open.
        source = folder / f"source{_suffix(data)}"
        source.write_bytes(data)
        made = folder / "made"
        command = [
            office,
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(made),
            str(source),
        ]
        code = _run(command, path.name)
        result = made / "source.docx"
        if not result.is_file() or result.stat().st_size == 0:
            raise _failed(path.name, f"LibreOffice未能打开该文件（返回码{code}）")
        return result.read_bytes()


def _suffix(data: bytes) -> str:
    if data.startswith(SIGNATURE):
        return ".doc"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".xml"


def _run(command: list[str], name: str) -> int:
    """Run a program to its end or until the time is over, and return its exit code."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _failed(name, "LibreOffice无法启动") from error
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _failed(name, f"LibreOffice在{_SECONDS}秒内没有完成转换") from error
    finally:
        if process.poll() is None:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started: LibreOffice's launcher does its work in a second process."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _failed(name: str, detail: str) -> FindingsError:
    return unusable(
        "office-failed",
        name,
        f"旧格式文件转换失败：{detail}",
        "请用Word或WPS打开后另存为.docx，再行导入",
    )
