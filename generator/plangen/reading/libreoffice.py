"""Runs LibreOffice to turn a file of somebody else into .docx or .xlsx, where it can start nothing and reach nobody.

Every run has a profile, a home and a folder for temporary files of its own, thrown away afterwards. The profile bars
macros and linked content and sends all that is fetched to a proxy that is not there; on Linux, where a user may make
one, the program runs in a network of its own too, which has no other end. Measured with LibreOffice 7.4: without any of
this an opened .fodt, .odt or .doc fetches its linked pictures, backgrounds, style sheets, OLE and DDE sources.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from plangen.office.limits import MOST_BODY_BYTES, read_bounded
from plangen.reading import rules
from plangen.terms.findings import FindingsError, Location
from plangen.terms.told import tell

SECONDS = 180
"""How long a conversion may take; a hundred pages take some five seconds."""

_USUAL_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_SCRIPTING = "Office.Common/Security/Scripting"
_PROXIES = tuple(
    setting
    for kind in ("HTTP", "HTTPS", "FTP")
    for setting in (
        ("Inet/Settings", f"ooInet{kind}ProxyName", "127.0.0.1"),
        ("Inet/Settings", f"ooInet{kind}ProxyPort", "1"),
    )
)
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    *_PROXIES,
)
"""Node, property and value of LibreOffice's configuration; one that a version does not know is passed over by it."""

_KEPT_VARIABLES = ("LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "COMSPEC", "PATHEXT")


def find_office() -> str | None:
    """Return the path of LibreOffice's program, or None where it is not installed.

    A program of that name in the current folder, where Windows looks first, is not taken.
    """
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name, path=_search_path())
        if found and Path(found).is_absolute():
            return found
    return next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def failed(name: str, detail: str) -> FindingsError:
    """Return the error for a file that LibreOffice does not turn into a new one.

    Args:
        name: the file's name.
        detail: what happened, in Chinese.
    """
    return rules.OFFICE_FAILED.error(Location(file=name), detail=detail)


DOCX, XLSX = "docx:MS Word 2007 XML", "xlsx:Calc MS Excel 2007 XML"
"""What a file is turned into, with the filter that writes it."""


def converted(office: str, data: bytes, *, suffix: str, reader: str | None, name: str, into: str = DOCX) -> bytes:
    """Return a document as .docx, a workbook as .xlsx.

    Args:
        office: LibreOffice's program.
        data: the document.
        suffix: how its file's name has to end.
        reader: name of the LibreOffice filter that must read it, or None where its content leaves only one; without it
            a web page under another name would be read as a web page.
        name: what its owner calls it, for findings.
        into: ``DOCX`` or ``XLSX``.

    Raises:
        FindingsError: the program cannot be started, takes too long, writes too much or does not understand the file.
    """
    tell(f"正在用 LibreOffice 转换“{name}”，需要几秒钟……")
    with tempfile.TemporaryDirectory(prefix="plangen-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        # The owner's name for the file may begin with a hyphen or hold what the program cannot open.
        source = folder / f"source{suffix}"
        source.write_bytes(data)
        made = folder / "made"
        command = [
            *_confined(),
            office,
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            f"-env:UserInstallation={_profile(folder).as_uri()}",
            *([f"--infilter={reader}"] if reader else []),
            "--convert-to",
            into,
            "--outdir",
            str(made),
            str(source),
        ]
        code = _run(command, folder, name)
        result = made / f"source.{into.partition(':')[0]}"
        if not result.is_file() or result.stat().st_size == 0:
            raise failed(name, f"LibreOffice未能打开该文件（返回码{code}）")
        with result.open("rb") as stream:
            return read_bounded(stream, MOST_BODY_BYTES, name)


def _profile(folder: Path) -> Path:
    """Write a profile with our settings and nothing else, and return its folder."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{node}"><prop oor:name="{key}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for node, key, value in _SETTINGS
    )
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>\n',
        "utf-8",
    )
    return profile


def _search_path() -> str:
    """Return the folders where programs are looked for, without the current one and others relative to it."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


def _variables(folder: Path) -> dict[str, str]:
    """Return all that the program may know of its surroundings."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    private = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"), str(folder))
    return {**kept, **private, "PATH": _search_path(), "SAL_USE_VCLPLUGIN": "svp"}


@cache
def _confined() -> tuple[str, ...]:
    """Return the words before a command that bind what it writes and calculates and give it a network of its own.

    Both are programs of Linux; a word is left out where the system has no such program or does not allow it.
    """
    bounds = ("prlimit", "--core=0", f"--fsize={MOST_BODY_BYTES}", f"--cpu={2 * SECONDS}")
    words: tuple[str, ...] = ()
    for program, *switches in (bounds, ("unshare", "--user", "--map-root-user", "--net")):
        found = shutil.which(program, path=_search_path()) if sys.platform == "linux" else None
        if found is None:
            continue
        try:
            done = subprocess.run([found, *switches, "true"], capture_output=True, check=False, timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            words += (found, *switches)
    return words


def _run(command: list[str], folder: Path, name: str) -> int:
    """Run a program to its end or until the time is over, and return its exit code."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_variables(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise failed(name, "LibreOffice无法启动") from error
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise failed(name, f"LibreOffice在{SECONDS}秒内没有完成转换") from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started: LibreOffice's launcher does its work in a second process."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
