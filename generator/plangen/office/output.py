"""The one way in which plangen writes files: nothing is half-written, and nothing of a person's is lost.

What is written together is guarded together: first every file is judged, then all are written, or none is.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from plangen.office import output_rules as rules
from plangen.office.docx_package import untouched_properties
from plangen.office.leftovers import clear, removed, temporary_file
from plangen.office.text_seal import is_sealed_text, sealed_text
from plangen.terms.findings import Finding, FindingsError, Location

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
_OFFICE = (".docx", ".xlsx")
_SAME_ENDING = {".htm": ".html", ".yml": ".yaml"}
_LARGEST_OWN = 200_000_000


@dataclass(frozen=True, kw_only=True)
class Output:
    """A file that is to be written.

    Attributes:
        path: where to; missing folders are made.
        data: the content; a text without its seal, which the writer adds.
        ending: what the name must end in: ``.docx``, ``.xlsx``, ``.md``, ``.html``, ``.txt``, ``.json``, ``.yaml``,
            ``.xml``.
        identity: for Office files, the custom properties by which an earlier version of the same document is known
            (None: it must not have that one); only such a file is replaced without asking.
        replaces: says of the content of an untouched text whether this one may take its place; None: it may.
        counts: of a text in which a person may write some part, returns the rest, over which the seal is; whoever makes
            a new version keeps that part. None: all of it counts.
        was: for a file that a person works in, what is known to stand there (nothing: b""); only exactly that is
            replaced without asking, and the file gets no seal.
        keeps: a copy of what ``was`` there is kept all the same.
        findings: what there is to say about the content.
        beside: files of plangen's own that go with it, which nobody opens; what stands there and may not be replaced is
            kept as a copy without a word.
    """

    path: Path
    data: bytes
    ending: str
    identity: Mapping[str, str | None] = field(default_factory=dict)
    replaces: Callable[[bytes], bool] | None = None
    counts: Callable[[str], str] | None = None
    was: bytes | None = None
    keeps: bool = False
    findings: tuple[Finding, ...] = ()
    beside: tuple[Output, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file that was written.

    Attributes:
        path: the file.
        backup: copy of the file that stood there and had been changed by a person, or None.
    """

    path: Path
    backup: Path | None = None


@dataclass(frozen=True, kw_only=True)
class _Step:
    path: Path
    data: bytes
    exists: bool
    same: bool
    backup: Path | None


def write_files(outputs: Sequence[Output], *, inputs: Iterable[Path] = (), force: bool = False) -> tuple[Written, ...]:
    """Write files: all of them, or none.

    Args:
        outputs: the files.
        inputs: every file that the run has read; none of them is ever written over, whatever name leads to it.
        force: replace a file that a person changed all the same; a copy of it is kept.

    Returns:
        the files, in their order; what goes beside them is not named.

    Raises:
        FindingsError: a file must not or cannot be written; then every file is as it was before.
    """
    steps, findings = _judged(outputs, tuple(inputs), force=force)
    if findings:
        raise FindingsError(findings)
    _write(steps)
    return tuple(Written(path=step.path, backup=step.backup) for step in steps[: len(outputs)])


def refusals(outputs: Sequence[Output], *, inputs: Iterable[Path] = (), force: bool = False) -> tuple[Finding, ...]:
    """Return why files would not be written, before their content is known; see :func:`write_files`."""
    return tuple(_judged(outputs, tuple(inputs), force=force)[1])


def _judged(outputs: Sequence[Output], read: Sequence[Path], *, force: bool) -> tuple[list[_Step], list[Finding]]:
    """Return what is to be done for files and those beside them, and why it must not be done."""
    steps: list[_Step] = []
    beside = [one for output in outputs for one in output.beside]
    findings = list(_twice([*outputs, *beside]))
    for output in (*outputs, *beside):
        try:
            if forbidden := list(_forbidden(output, read)):
                findings += forbidden
            elif step := _planned(output, force=force or output in beside):
                steps.append(step)
            else:
                findings.append(rules.OUTPUT_CHANGED.found(Location(file=str(output.path)), path=output.path))
        except OSError as error:
            findings.append(_unwritable(output.path, error))
    return steps, findings


def _is_own(output: Output, before: bytes) -> bool:
    """Return whether what stands there is an untouched earlier version of the output."""
    if output.was is not None:
        return before == output.was
    if output.ending not in _OFFICE:
        return is_sealed_text(before, output.counts) and (output.replaces is None or output.replaces(before))
    properties = untouched_properties(before)
    return properties is not None and all(properties.get(name) == value for name, value in output.identity.items())


def _twice(outputs: Sequence[Output]) -> Iterator[Finding]:
    seen: set[str] = set()
    for output in outputs:
        # on Windows and macOS names that differ in case only are one file
        name = os.path.realpath(output.path).casefold()
        if name in seen:
            yield rules.OUTPUT_TWICE.found(Location(file=str(output.path)), path=output.path)
        seen.add(name)


def _forbidden(output: Output, inputs: Sequence[Path]) -> Iterator[Finding]:
    """Yield why a file must not be written whatever stands there."""
    path, location = output.path, Location(file=str(output.path))
    if path.is_dir():
        yield rules.OUTPUT_IS_FOLDER.found(location, path=path)
        return
    for one in inputs:
        if path.exists() and one.exists() and path.samefile(one):
            yield rules.OUTPUT_IS_INPUT.found(location, path=path, input=one.name)
            return
    ending = path.suffix.lower()
    if _SAME_ENDING.get(ending, ending) != output.ending:
        better = path.with_suffix(output.ending).name
        yield rules.OUTPUT_ENDING.found(location, path=path, form=output.ending.lstrip("."), better=better)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield rules.OUTPUT_IS_LINK.found(location, path=path)


def _planned(output: Output, *, force: bool) -> _Step | None:
    """Return what is to be done for a file, or None where a changed file stands there and may not be replaced.

    Raises:
        OSError: the file that stands there cannot be read or is read-only.
    """
    path = output.path
    data = output.data
    if output.was is None and output.ending not in _OFFICE:
        data = sealed_text(data.decode("utf-8"), output.ending, output.counts).encode("utf-8")
    if not path.is_file():
        return _Step(path=path, data=data, exists=False, same=False, backup=None)
    known = path.stat()
    before = path.read_bytes() if known.st_size <= _LARGEST_OWN else b""
    if before == data:
        return _Step(path=path, data=data, exists=True, same=True, backup=None)
    if not known.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(errno.EACCES, "read-only")
    if _is_own(output, before):
        return _Step(path=path, data=data, exists=True, same=False, backup=_backup_name(path) if output.keeps else None)
    return _Step(path=path, data=data, exists=True, same=False, backup=_backup_name(path)) if force else None


def _write(steps: Sequence[_Step]) -> None:
    """Write every new content beside its place first, then put all in place; what fails is undone.

    Raises:
        FindingsError: a place cannot be written.
    """
    for folder in {step.path.parent for step in steps}:
        clear(folder)
    changing = [step for step in steps if not step.same]
    path = Path()
    with ExitStack() as leftovers, ExitStack() as undo:
        try:
            ready = []
            for step in changing:
                path = step.path
                path.parent.mkdir(parents=True, exist_ok=True)
                ready.append(_beside(step, leftovers))
            for step, new in zip(changing, ready, strict=True):
                path = step.path
                if not step.exists:
                    undo.callback(removed, path)
                else:
                    before = temporary_file(path.parent, leftovers)
                    shutil.copy2(path, before)
                    if step.backup:  # a copy under its own name is never half there
                        before = before.replace(step.backup)
                        undo.callback(removed, before)
                    undo.callback(_restored, before, path)
                new.replace(path)
                _flush_folder(path.parent)
            undo.pop_all()
        except OSError as error:
            raise FindingsError([_unwritable(path, error)]) from None


def _beside(step: _Step, leftovers: ExitStack) -> Path:
    """Write the new content to a file beside its place, with the mode that the file is to have."""
    new = temporary_file(step.path.parent, leftovers)
    with new.open("wb") as file:  # made like any other file, so that the user's umask decides who may read it
        file.write(step.data)
        file.flush()
        os.fsync(file.fileno())
    if step.exists:
        new.chmod(stat.S_IMODE(step.path.stat().st_mode))
    return new


def _restored(copy: Path, path: Path) -> None:
    with suppress(OSError):
        copy.replace(path)


def _flush_folder(folder: Path) -> None:
    """Make a rename outlive a power cut, where the system lets folders be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _backup_name(path: Path) -> Path:
    number = 1
    while os.path.lexists(name := path.with_name(f"{path.stem}.备份{number}{path.suffix}")):
        number += 1
    return name


def _unwritable(path: Path, error: OSError) -> Finding:
    reason = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
    return rules.OUTPUT_UNWRITABLE.found(Location(file=str(path)), path=path, reason=reason)
