"""Template packs: a kind of document's chapters, their order, and a planner's own files in place of single ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plangen.county.spec import KINDS
from plangen.document import rules
from plangen.terms.findings import Finding, Location
from plangen.terms.resources import templates_folder
from plangen.terms.text import decode
from plangen.terms.yaml_data import kept_data, parse_yaml

PACK_FILE = "pack.yaml"
STYLE_FILE = "style.docx"

MAXIMUM_PACK_BYTES = 1_000_000
MAXIMUM_PACK_VALUES = 10_000
"""How many values a pack.yaml may have, each counted as often as it is referred to."""

ANNEX_PREFIX = "annex-"
_ANNEX_CHAPTER = ANNEX_PREFIX + "{key}.md.j2"
_ANNEX_PARTS = ("list", "head")
"""Templates called like an annex that are none: the list of all of them, and the head of each."""


@dataclass(frozen=True, kw_only=True)
class TemplatePack:
    """A set of chapters and the order they stand in (pack.yaml).

    Attributes:
        chapters: template names relative to the templates folder, in the document's order.
        style: the Word style document.
        folders: where chapters are looked for, the planner's own folder first.
        data: further data of the pack for its chapters.
        findings: files of the planner's folder that replace nothing, annexes without a chapter and the reverse.
    """

    chapters: tuple[str, ...]
    style: Path
    folders: tuple[Path, ...]
    data: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()

    @property
    def annexes(self) -> Mapping[str, str]:
        """Titles of the annexes that the document may have, by key, in the order of their numbers."""
        return self.data.get("annexes") or {}

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of the numbered chapters, by the name of their file: tasks."""
        return self.data.get("titles") or {}

    @property
    def units_in_text(self) -> bool:
        """Whether the text names units and deadlines behind each item, unless the spec decides otherwise."""
        return self.data.get("units_in_text") is not False

    @property
    def boxes_from(self) -> int:
        """How many items below a task stand in a box (专栏), unless the spec decides otherwise; 0: none do."""
        return self.data.get("boxes_from") or 0

    @property
    def companion(self) -> tuple[str, ...]:
        """Keys of the annexes that stand in a file of their own, unless the spec places them elsewhere."""
        return tuple(self.data.get("companion") or ())


def annex_chapter(key: str) -> str:
    """Return the name of the chapter that writes an annex: funds -> annex-funds.md.j2."""
    return _ANNEX_CHAPTER.format(key=key)


def chapter_key(name: str) -> str:
    """Return the key that pack.yaml gives the title of a chapter by: tasks.md.j2 -> tasks."""
    return Path(name).name.removesuffix(".md.j2")


def load_pack(kind: str, own_folder: Path | None = None) -> TemplatePack:
    """Load the template pack for a kind of document.

    Args:
        kind: ``implementation`` or ``plan``; the folder's name under templates/.
        own_folder: the planner's folder; a file in it replaces the chapter (or ``style.docx``) of the same name.

    Raises:
        FindingsError: there is no such pack, or pack.yaml cannot be used.
    """
    root = templates_folder()
    pack_file = root / kind / PACK_FILE
    if own_folder and (own_folder / PACK_FILE).is_file():
        pack_file = own_folder / PACK_FILE
    location = Location(file=str(pack_file))
    try:
        data = _pack_data(pack_file)
    except FileNotFoundError:
        raise rules.TEMPLATE_PACK_MISSING.error(location, kind=kind) from None
    except (OSError, ValueError) as error:
        raise rules.TEMPLATE_PACK_UNREADABLE.error(location, reason=str(error).rstrip("。")) from None
    chapters = tuple(data["chapters"])
    own_style = own_folder / STYLE_FILE if own_folder else None
    style = own_style if own_style and own_style.is_file() else root / "style" / "gongwen.docx"
    base = root / data["base"] if data.get("base") else None
    folders = tuple(folder for folder in (own_folder, root / kind, base, root) if folder)
    pack = TemplatePack(chapters=chapters, style=style, folders=folders, data=data)
    findings = [*_annex_findings(pack, location), *_title_findings(pack, location)]
    if own_folder:
        findings += _unused(own_folder, folders[1:], chapters)
    return TemplatePack(chapters=chapters, style=style, folders=folders, data=data, findings=tuple(findings))


def _pack_data(path: Path) -> dict[str, Any]:
    """Return what pack.yaml says.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what a pack.yaml is.
    """
    with path.open("rb") as stream:
        content = stream.read(MAXIMUM_PACK_BYTES + 1)
    if len(content) > MAXIMUM_PACK_BYTES:
        raise ValueError("文件太大")
    data = kept_data("yaml", content, lambda: parse_yaml(decode(content).text))
    _check_plain(data)
    if not isinstance(data, dict) or not _is_list_of_text(data.get("chapters")):
        raise ValueError("chapters 应是章节文件名的列表")
    if not _is_list_of_text(data.get("title_words") or []):
        raise ValueError("title_words 应是词的列表")
    if data.get("base") not in (None, *KINDS):
        raise ValueError(f"base 只能是{'、'.join(KINDS)}中的一个")
    if not _is_list_of_text(data.get("companion") or []):
        raise ValueError("companion 应是附件编号的列表")
    if not isinstance(data.get("boxes_from") or 0, int):
        raise ValueError("boxes_from 应是一个整数")
    for key, form in (("annexes", "编号: 附件名称"), ("titles", "章节文件名: 标题")):
        named = data.get(key) or {}
        if not isinstance(named, dict) or not all(
            isinstance(text, str) and text.strip() for entry in named.items() for text in entry
        ):
            raise ValueError(f"{key} 应逐行写“{form}”")
    return data


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _check_plain(data: object) -> None:
    """Refuse what is no plain data, and what references of references blow up.

    Raises:
        ValueError: there is such a thing.
    """
    waiting, count = [data], 0
    while waiting:
        value = waiting.pop()
        count += 1
        if isinstance(value, (list, dict)):
            count += len(value)
            waiting += value if isinstance(value, list) else [part for entry in value.items() for part in entry]
        elif not isinstance(value, (str, int, float, bool, date, type(None))):
            raise ValueError("只能写文字、数、列表和对照表")
        if count > MAXIMUM_PACK_VALUES:
            raise ValueError("内容太多")


def _annex_findings(pack: TemplatePack, location: Location) -> Iterator[Finding]:
    """Yield what does not fit: annexes that no chapter writes or that do not exist, annex chapters without a title."""
    for key, title in pack.annexes.items():
        if (chapter := annex_chapter(key)) not in pack.chapters:
            yield rules.ANNEX_WITHOUT_CHAPTER.found(location, key=key, title=title, chapter=chapter)
    for key in pack.companion:
        if key not in pack.annexes:
            yield rules.ANNEX_UNKNOWN.found(location, name=key, known=[*pack.annexes])
    for chapter in pack.chapters:
        key = chapter_key(chapter).removeprefix(ANNEX_PREFIX)
        if chapter == annex_chapter(key) and key not in (*_ANNEX_PARTS, *pack.annexes):
            yield rules.ANNEX_NOT_LISTED.found(location, key=key, chapter=chapter)


def _title_findings(pack: TemplatePack, location: Location) -> Iterator[Finding]:
    """Yield a warning for every title that no chapter bears."""
    known = {chapter_key(name) for name in pack.chapters}
    for key, title in pack.titles.items():
        if key not in known:
            yield rules.TITLE_WITHOUT_CHAPTER.found(location, key=key, title=title)


def _unused(own_folder: Path, shipped: Iterable[Path], chapters: Iterable[str]) -> Iterator[Finding]:
    """Yield a warning for every file of the planner's folder that stands in for nothing."""
    known = {path.relative_to(folder).as_posix() for folder in shipped for path in folder.rglob("*.j2")}
    known |= {*chapters, PACK_FILE, STYLE_FILE}
    own = sorted(path.relative_to(own_folder).as_posix() for path in own_folder.rglob("*") if path.is_file())
    location = Location(file=str(own_folder))
    if not own:
        yield rules.TEMPLATE_FOLDER_EMPTY.found(location)
    for name in own:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            meant = f"是不是要写“{near[0]}”？" if near else "替换原有章节的，文件名要与原模板相同。"
            usual = "新加的章节要在自己的 pack.yaml 里列出，请从随附的 pack.yaml 复制一份再加。"
            yield rules.TEMPLATE_UNUSED.found(location, name=name, advice=meant + usual)
        elif name.endswith(".j2") and _is_blank(own_folder / name):
            yield rules.TEMPLATE_EMPTY.found(location, name=name)


def _is_blank(path: Path) -> bool:
    with path.open("rb") as stream:
        return not stream.read(MAXIMUM_PACK_BYTES).strip()
