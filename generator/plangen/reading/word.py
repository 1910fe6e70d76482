"""Reads Word files (.docx, .docm, .dotx) as a person reads them in the final view."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plangen.office.numbering import Numbering, read_numbering
from plangen.office.problems import doubt, note, unusable
from plangen.office.word_package import WordPackage
from plangen.office.word_styles import read_styles
from plangen.reading.blocks import borne_title, lines_from_blocks
from plangen.reading.lines import Line, SourceDocument
from plangen.reading.word_body import BodyContent, read_body
from plangen.terms.findings import Finding


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of a Word file.

    Automatic numbers are part of the text; insertions are taken and deletions left out; text boxes follow the paragraph
    that they are anchored in; an automatic table of contents is left out; merged cells are repeated.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: the file is damaged, encrypted, larger than any plan, or has no text.
    """
    package = WordPackage(data, path.name)
    content, numbering = _read_content(package)
    lines = tuple(lines_from_blocks(content.blocks, path.name))
    if not lines:
        raise _without_text(path.name, content, package)
    return SourceDocument(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="docx",
        lines=lines,
        findings=tuple(_findings(content, numbering, package)),
        title=_title(package, lines),
    )


def _read_content(package: WordPackage) -> tuple[BodyContent, Numbering]:
    styles = read_styles(package.parse_related("styles"))
    numbering_root = package.parse_related("numbering")
    for contents in (True, False):
        numbering = read_numbering(numbering_root, styles)
        with package.open_main() as stream:
            content = read_body(stream, numbering, styles, package.name, contents=contents)
        if not content.broken_contents:
            break
        # A table of contents without an end would swallow the body: better its lines twice than a task never.
    return content, numbering


def _without_text(name: str, content: BodyContent, package: WordPackage) -> Exception:
    if content.counts["pictures"] or package.has_picture_parts():
        return unusable(
            "document-without-text",
            name,
            "文件中只有图片，没有可读取的文字，应为扫描件",
            "请向发文单位索取可编辑的电子文本，或先用文字识别（OCR）软件转换并校对后再行导入",
        )
    return unusable("document-without-text", name, "文件中没有任何文字", "请核对是否选错了文件")


def _title(package: WordPackage, lines: tuple[Line, ...]) -> str | None:
    properties = package.parse("docProps/core.xml")
    title = properties.findtext("{http://purl.org/dc/elements/1.1/}title") if properties is not None else None
    return borne_title(title, lines)


def _findings(content: BodyContent, numbering: Numbering, package: WordPackage) -> Iterator[Finding]:
    name = package.name
    yield from _findings_on_text(content.counts, name)
    if content.broken_contents or content.counts["contents-open"]:
        yield doubt(
            "word-contents-open",
            name,
            "自动目录的结尾丢失，目录与正文相连，已尽量分开",
            "请核对正文开头部分有无遗漏或重复；可在Word中更新或删除目录后重新导入",
        )
    elif content.counts["contents"]:
        yield note("word-contents-skipped", name, f"自动目录{content.counts['contents']}行未作为正文读取")
    if numbering.unknown_forms:
        forms = "、".join(sorted(numbering.unknown_forms))
        yield doubt(
            "word-number-format",
            name,
            f"自动编号格式{forms}无法识别，已按阿拉伯数字读取",
            "请对照原文核对有关编号",
        )
    if package.has_macros:
        yield note("document-macros", name, "文件带有宏，读取时未运行")


def _findings_on_text(counts: Counter[str], name: str) -> Iterator[Finding]:
    if counts["insertions"] or counts["deletions"]:
        message = f"文件带有修订痕迹：插入{counts['insertions']}处，已读入；删除{counts['deletions']}处，未读入"
        yield doubt("word-tracked-changes", name, message, "请核对是否为定稿；在Word中“接受所有修订”后再导入更为稳妥")
    if counts["pictures"]:
        yield doubt(
            "document-pictures",
            name,
            f"文件中有{counts['pictures']}处图片或图表，其中的文字无法读取",
            "指标表、分工表如系图片，请录入为Word表格后重新导入",
        )
    if counts["objects"]:
        yield doubt(
            "word-objects",
            name,
            f"文件中有{counts['objects']}处嵌入对象（如Excel表格），其中的内容无法读取",
            "请将嵌入的表格转为Word表格后重新导入",
        )
    if counts["hidden"]:
        yield doubt(
            "word-hidden-text",
            name,
            f"有{counts['hidden']}处隐藏文字，打印稿上不显示，未读入",
            "如属正文，请在Word中取消“隐藏文字”后重新导入",
        )
    if counts["notes"]:
        yield note("word-notes", name, f"有{counts['notes']}处脚注或尾注，其内容未读入")
    if counts["comments"]:
        yield note("word-comments", name, f"有{counts['comments']}处批注，其内容未读入")
    if counts["symbols"]:
        yield doubt(
            "word-symbols",
            name,
            f"有{counts['symbols']}个图形符号无法转换为文字，未读入",
            "请对照原文核对，尤其是指标值前的≥、≤等符号",
        )
    if counts["number-fields"]:
        yield doubt(
            "word-number-field",
            name,
            f"有{counts['number-fields']}处编号由域（AUTONUM、LISTNUM）生成，无法还原",
            "请在Word中将其改为手工编号或自动编号后重新导入",
        )
    if counts["bare-numbers"]:
        yield note(
            "word-number-without-text",
            name,
            f"有{counts['bare-numbers']}个段落只有自动编号、没有文字，未读入，其后编号照常顺延",
        )
