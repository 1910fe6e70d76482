"""Which files of a folder are specs, and which are drafts: what is passed over is said."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangen.api import rules
from plangen.terms.allowance import allow
from plangen.terms.findings import Finding, Location, Rule
from plangen.terms.resources import shipped_knowledge
from plangen.terms.text import read_text

SPEC_ENDINGS = (".yaml", ".yml")
DRAFT_ENDINGS = (".docx", ".doc", ".wps", ".odt", ".rtf", ".pdf", ".html", ".htm", ".md", ".txt")
"""Of drafts that differ in their endings only, the first is the one that is read."""

SUMMARY_NAMES = {"render": "生成汇总", "check": "核对汇总", "audit": "文稿核对汇总"}
"""What the summary of a run over many is called where nobody says otherwise."""

_DEEPEST = 1  # folders within the folder; a county's own material stands in one of its own
_TOP_KEY = re.compile(r"""^["']?([^\s#"':{\[-][^"':\n]*?)["']?\s*:(?:\s|$)""", re.MULTILINE)
_SPEC_KEYS = frozenset({"county", "县"})
_PARENT_KEYS = frozenset({"goals", "tasks", "projects", "修正", "corrections"})
_PACK_FILES = ("pack.yaml", "workbook.yaml", "styles.yaml")
_OURS = re.compile(r"\.(?:备份[0-9]+|附表|核对)$")


@dataclass(frozen=True, kw_only=True)
class Found:
    """The files that a run is about.

    Attributes:
        files: each once, in the order of the input, of a folder by their names.
        findings: what was passed over.
    """

    files: tuple[Path, ...]
    findings: tuple[Finding, ...] = ()


def find_specs(given: Iterable[str | Path]) -> Found:
    """Return the specs that are named or stand in the folders that are named.

    In a folder, and in folders directly within it, every YAML file counts but for those that are parents' plans or
    corrections of one, and those that belong to a template pack or to knowledge of somebody's own.

    Raises:
        FindingsError: a folder has none, or cannot be looked into.
    """
    return _found(given, SPEC_ENDINGS, _is_spec, rules.FOLDER_WITHOUT_SPECS)


def find_drafts(given: Iterable[str | Path], *, folders: bool = False) -> Found:
    """Return the drafts that are named or stand in the folders that are named.

    In a folder, and in folders directly within it, every document counts but for what plangen wrote beside drafts
    (further annexes, copies, reports) and a second format of the same draft.

    Args:
        given: files and folders.
        folders: they must be folders.

    Raises:
        FindingsError: a folder has none, or cannot be looked into.
    """
    places = [Path(one) for one in given]
    for place in places if folders else ():
        if not place.is_dir():
            raise rules.FOLDER_UNREADABLE.error(Location(file=str(place)), folder=place, reason="没有这个文件夹")
    return _found(places, DRAFT_ENDINGS, _is_draft, rules.FOLDER_WITHOUT_DRAFTS)


def _found(given: Iterable[str | Path], endings: Sequence[str], fits: Callable[[Path], bool], without: Rule) -> Found:
    files: dict[str, Path] = {}
    passed: list[str] = []
    for one in map(Path, given):
        if not one.is_dir():
            files.setdefault(_place_of(one), one)
            continue
        inside = sorted(_inside(one, endings), key=lambda path: (path.parent.as_posix(), path.name))
        # what is no file (a pipe, a link that leads nowhere) is named among what was passed over
        taken = [path for path in inside if path.is_file() and fits(path)]
        first = _first_formats(taken, endings) if endings == DRAFT_ENDINGS else tuple(taken)
        passed += [path.name for path in inside if path not in first]
        if not first:
            raise without.error(Location(file=str(one)), folder=one)
        for path in first:
            files.setdefault(_place_of(path), path)
    findings = (rules.FOLDER_PASSED_OVER.found(count=len(passed), names=passed),) if passed else ()
    return Found(files=tuple(files.values()), findings=findings)


def _place_of(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def _inside(folder: Path, endings: Sequence[str]) -> Iterator[Path]:
    """Yield the files of a folder, and of those in it, that have one of some endings and are not hidden."""

    def refused(error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        raise rules.FOLDER_UNREADABLE.error(Location(file=str(folder)), folder=folder, reason=reason) from error

    for place, folders, names in os.walk(folder, onerror=refused):
        here = Path(place)
        deep = len(here.relative_to(folder).parts) >= _DEEPEST
        folders[:] = [] if deep else sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith((".", "~$")) and Path(name).suffix.lower() in endings:
                yield here / name


def _first_formats(files: Sequence[Path], endings: Sequence[str]) -> tuple[Path, ...]:
    """Return the files without those that differ from another in the ending only, which stands further back."""
    best: dict[Path, Path] = {}
    for path in files:
        other = best.setdefault(path.with_suffix(""), path)
        if endings.index(path.suffix.lower()) < endings.index(other.suffix.lower()):
            best[path.with_suffix("")] = path
    return tuple(path for path in files if path in best.values())


def _is_draft(path: Path) -> bool:
    return not _OURS.search(path.stem) and path.stem not in SUMMARY_NAMES.values()


def _is_spec(path: Path) -> bool:
    """Return whether a YAML file in a folder counts: one that nobody knows does, so that it is said what is wrong."""
    if path.name in (*shipped_knowledge(), *_PACK_FILES):
        return False
    try:
        allow(path.stat().st_size)
        keys = set(_TOP_KEY.findall(read_text(path).text))
    except (OSError, ValueError):
        return True
    return bool(keys & _SPEC_KEYS) or not keys & _PARENT_KEYS
