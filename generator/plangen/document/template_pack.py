"""Template packs: a kind of document's chapters, their order, and a planner's own files in place of single ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plangen.terms.findings import Finding, FindingsError, Location, Severity
from plangen.terms.resources import templates_folder
from plangen.terms.text import read_text
from plangen.terms.yaml_data import parse_yaml

PACK_FILE = "pack.yaml"
STYLE_FILE = "style.docx"


@dataclass(frozen=True, kw_only=True)
class TemplatePack:
    """A set of chapters and the order they stand in (pack.yaml).

    Attributes:
        chapters: template names relative to the templates folder, in the document's order.
        style: the Word style document.
        folders: where chapters are looked for, the planner's own folder first.
        data: further data of the pack for its chapters.
        findings: files of the planner's folder that replace nothing.
    """

    chapters: tuple[str, ...]
    style: Path
    folders: tuple[Path, ...]
    data: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()


def load_pack(kind: str, own_folder: Path | None = None) -> TemplatePack:
    """Load the template pack for a kind of document.

    Args:
        kind: ``implementation``; the folder's name under templates/.
        own_folder: the planner's folder; a file in it replaces the chapter (or ``style.docx``) of the same name.

    Raises:
        FindingsError: there is no such pack, or pack.yaml cannot be used.
    """
    root = templates_folder()
    pack_file = root / kind / PACK_FILE
    if own_folder and (own_folder / PACK_FILE).is_file():
        pack_file = own_folder / PACK_FILE
    try:
        data = parse_yaml(read_text(pack_file).text)
    except FileNotFoundError:
        raise _failure("template-pack-missing", f"没有“{kind}”这一类文稿的模板。", pack_file) from None
    except (OSError, ValueError) as error:
        raise _failure("template-pack-unreadable", f"模板清单读不出来：{error}", pack_file) from None
    chapters = data.get("chapters") if isinstance(data, dict) else None
    if not isinstance(chapters, list) or not all(isinstance(name, str) for name in chapters):
        raise _failure("template-pack-unreadable", "模板清单中“chapters”应是章节文件名的列表。", pack_file)
    own_style = own_folder / STYLE_FILE if own_folder else None
    style = own_style if own_style and own_style.is_file() else root / "style" / "gongwen.docx"
    folders = tuple(folder for folder in (own_folder, root / kind, root) if folder)
    findings = tuple(_unused(own_folder, folders[1:], chapters)) if own_folder else ()
    return TemplatePack(chapters=tuple(chapters), style=style, folders=folders, data=data, findings=findings)


def _unused(own_folder: Path, shipped: Iterable[Path], chapters: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning for every file of the planner's folder that stands in for nothing."""
    known = {path.relative_to(folder).as_posix() for folder in shipped for path in folder.rglob("*.j2")}
    known |= {*chapters, PACK_FILE, STYLE_FILE}
    own = sorted(path.relative_to(own_folder).as_posix() for path in own_folder.rglob("*") if path.is_file())
    location = Location(file=str(own_folder))
    if not own:
        message, hint = "模板文件夹是空的，全部采用原有模板。", "请把要替换的章节文件放进去，文件名与原模板相同。"
        yield Finding(
            code="template-folder-empty", severity=Severity.WARNING, message=message, location=location, hint=hint
        )
    for name in own:
        if name in known and name.endswith(".j2") and not (own_folder / name).read_bytes().strip():
            message, hint = f"“{name}”是空的，这一部分不会写进文稿。", "不是有意省略的，请补上内容或者删去该文件。"
            yield Finding(
                code="template-empty", severity=Severity.WARNING, message=message, location=location, hint=hint
            )
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = (
                f"是不是要写“{near[0]}”？" if near else "文件名要与原模板相同，见 templates/implementation/pack.yaml。"
            )
            message = f"模板文件夹里的“{name}”没有用上。"
            yield Finding(
                code="template-unused", severity=Severity.WARNING, message=message, location=location, hint=hint
            )


def _failure(code: str, message: str, path: Path) -> FindingsError:
    return FindingsError(
        [Finding(code=code, severity=Severity.ERROR, message=message, location=Location(file=str(path)))]
    )
