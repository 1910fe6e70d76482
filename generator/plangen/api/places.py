"""Where the files of a county go, by name; the command line and the work on many counties agree here."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

KIND_WORDS = {"implementation": "实施方案", "plan": "规划"}
"""What a kind of paper is called in a file's name, where it is another than the spec's own."""

DEFAULT_FOLDER = Path("output")


def draft_place(
    spec: Path, folder: Path | None, form: str, *, unit: str | None = None, kind: str | None = None
) -> Path:
    """Return where a rendered file goes: specs/永和县.yaml -> output/永和县.docx, output/永和县-县水利局.docx.

    Args:
        spec: the spec.
        folder: the folder; None is ``output``.
        form: the format, which is the ending.
        unit: the department whose sheet it is.
        kind: word of the kind that was asked for beside the spec's own.
    """
    name = "-".join(filter(None, (spec.stem, kind, _file_name(unit or ""))))
    return (folder or DEFAULT_FOLDER) / f"{name}.{form}"


def companion_place(draft: Path) -> Path:
    """Return where the further annexes of a draft go: beside it, 永和县.docx -> 永和县.附表.docx."""
    return draft.with_name(f"{draft.stem}.附表{draft.suffix}")


def report_place(source: Path, folder: Path, ending: str) -> Path:
    """Return where the report of one of many checks goes: specs/永和县.yaml -> 报告/永和县.核对.html.

    Args:
        source: the spec, or the draft where there is no spec.
        folder: the folder.
        ending: with its dot.
    """
    return folder / f"{source.stem}.核对{ending}"


def names_of(path: Path) -> tuple[str, ...]:
    """Return names of which two paths share one where they are one file, or would be on Windows and macOS."""
    names = [os.path.realpath(path).casefold()]
    try:
        known = path.stat()
    except (OSError, ValueError):
        return tuple(names)
    return (*names, f"{known.st_dev}:{known.st_ino}") if known.st_ino else tuple(names)


def first_clash(places: Iterable[tuple[Path, Path]]) -> tuple[Path, Path, Path] | None:
    """Return two sources and the file that both would write; None where each has files of its own.

    Args:
        places: each file that is to be written, behind what it comes from.
    """
    taken: dict[str, Path] = {}
    for source, path in places:
        name = names_of(path)[0]
        if name in taken:
            return taken[name], source, path
        taken[name] = source
    return None


def _file_name(text: str) -> str:
    """Return a unit's name without the characters that file names may not have on Windows."""
    return "".join("_" if character in '<>:"/\\|?*' or ord(character) < 32 else character for character in text)
