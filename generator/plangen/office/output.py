"""Writing files so that nothing is half-written and nothing that a person changed is lost."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from plangen.terms.findings import Finding, FindingsError, Location, Severity

_REASONS = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EEXIST: "路径里有一个同名的文件，不是文件夹",
    errno.ENOTDIR: "路径里有一个同名的文件，不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOENT: "文件夹不存在",
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file that was written.

    Attributes:
        path: the file.
        backup: copy of the file that stood there and had been changed by a person, or None.
    """

    path: Path
    backup: Path | None = None


def write_file(path: Path, data: bytes, *, untouched: Callable[[Path], bool], force: bool) -> Written:
    """Write a file by way of a temporary one beside it.

    Args:
        path: where to; missing folders are made.
        data: the content.
        untouched: says whether an existing file is as plangen wrote it, so that it may be replaced.
        force: replace a changed file all the same; a copy of it is kept.

    Raises:
        FindingsError: the place cannot be written, or a changed file stands there and ``force`` is False.
    """
    backup = None
    try:
        if path.is_dir():
            raise _failure("output-is-folder", f"“{path}”是文件夹，不能写成文件。", path, "请用 -o 指明文件名。")
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not untouched(path):
            if not force:
                hint = "请先另存或改名；确实要覆盖的，加 --force（会把现有文件另存一份）。"
                message = f"“{path}”在生成之后被人改过（或者不是本程序生成的），没有覆盖。"
                raise _failure("output-changed", message, path, hint)
            backup = _backup_name(path)
            _replace(backup, path.read_bytes())
        _replace(path, data)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
        hint = "请检查文件夹是否存在、是否有写入权限，文件是否正在 Word 或 WPS 中打开。"
        raise _failure("output-unwritable", f"“{path}”写不进去：{reason}。", path, hint) from None
    return Written(path=path, backup=backup)


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)  # mkstemp makes it private, but drafts are there to be shared
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _backup_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.stem}.备份{number}{path.suffix}")).exists():
        number += 1
    return name


def _failure(code: str, message: str, path: Path, hint: str) -> FindingsError:
    finding = Finding(code=code, severity=Severity.ERROR, message=message, location=Location(file=str(path)), hint=hint)
    return FindingsError([finding])
