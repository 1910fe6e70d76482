"""Where the command line writes to, and what it refuses to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from plangen.api import places
from plangen.api.folders import SUMMARY_NAMES

_DOCUMENTS = frozenset({".docx", ".md", ".html", ".xlsx"})
_OTHERS = frozenset({".pdf", ".doc", ".wps", ".xls", ".txt", ".yaml", ".yml", ".json"})
_FILES = _DOCUMENTS | _OTHERS
_SUMMARIES = frozenset({".xlsx", ".html", ".json"})


def of_render(
    specs: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    departments: tuple[str, ...],
    kind: str | None = None,
) -> dict[tuple[Path, str, str | None], Path]:
    """Return where each spec's files go.

    Args:
        specs: the specs.
        output: a file or a folder, as the planner wrote it; None is the folder ``output``.
        formats: the formats, each once.
        departments: the departments whose sheets are wanted; none: the whole document.
        kind: the kind of paper that is asked for beside the spec's own; its files bear it in their names.

    Raises:
        UsageError: it would mix up folders and files, or write two drafts to one.
    """
    ending = output.suffix.lower() if output and not output.is_dir() else ""
    wanted = [(spec, form, unit) for spec in dict.fromkeys(specs) for unit in departments or [None] for form in formats]
    if output and ending in _DOCUMENTS:
        if len(wanted) > 1:
            raise click.UsageError("要生成多个文件时，-o 应写文件夹。")
        if ending != f".{formats[0]}":
            raise click.UsageError(f"-o 写的是 {ending} 文件，--format 却是 {formats[0]}，请改成一致。")
        return {wanted[0]: output}
    if output and ending in _OTHERS:
        raise click.UsageError(f"不能生成 {ending} 文件；-o 请写 .docx、.md、.html、.xlsx 文件或者文件夹。")
    targets = {
        (spec, form, unit): places.draft_place(spec, output, form, unit=unit, kind=kind) for spec, form, unit in wanted
    }
    if clash := places.first_clash(_all_files(targets)):
        raise click.UsageError("“{}”和“{}”都会写成“{}”，请分开生成或者改名。".format(*clash))
    return targets


def _all_files(targets: Mapping[tuple[Path, str, str | None], Path]) -> Iterator[tuple[Path, Path]]:
    """Yield every file that may be written, behind its spec: the further annexes of a document are one of their own."""
    for (spec, form, unit), path in targets.items():
        yield spec, path
        if unit is None and form != "xlsx":
            yield spec, places.companion_place(path)


def of_companion(draft: Path) -> Path:
    """Return where the further annexes of a draft go: beside it, 永和县.docx -> 永和县.附表.docx."""
    return places.companion_place(draft)


def needs_output(form: str, output: Path | None, folder: str | None = None) -> None:
    """Refuse a report that cannot be printed and has no file.

    Args:
        form: the report's format.
        output: its file, or the folder of many.
        folder: an example of a folder, where there are many.

    Raises:
        UsageError: it has none.
    """
    if form in {"html", "xlsx", "docx"} and output is None:
        what = f"文件夹，例如 -o {folder}" if folder else f"文件，例如 -o 核对报告.{form}"
        raise click.UsageError(f"{form} 报告要用 -o 写明{what}。")


def needs_folder(output: Path | None) -> None:
    """Refuse a file where many files are to go.

    Raises:
        UsageError: it is or looks like one.
    """
    if output is not None and (output.is_file() or (output.suffix.lower() in _FILES and not output.is_dir())):
        raise click.UsageError("要生成多个文件时，-o 应写文件夹。")


def of_summary(command: str, summary: Path | None, folder: Path | None) -> Path:
    """Return where the summary of a run over many goes.

    Args:
        command: ``render``, ``check`` or ``audit``.
        summary: the file that the planner wrote, if any.
        folder: where the results go; None is ``output``.

    Raises:
        UsageError: it is of a kind that there is not.
    """
    if summary is None:
        return (folder or places.DEFAULT_FOLDER) / f"{SUMMARY_NAMES[command]}.xlsx"
    if summary.suffix.lower() not in _SUMMARIES:
        raise click.UsageError("--summary 请写 .xlsx、.html 或者 .json 文件，例如 --summary 汇总.xlsx。")
    return summary


def needs_page(page: Path | None, made: Mapping[str, object]) -> None:
    """Refuse a page of a kind that there is not, and what is to stand on a page that nobody asked for.

    Args:
        page: the file of the page for a leader; None: there is to be none.
        made: what is to stand on it.

    Raises:
        UsageError: it is so.
    """
    if page is None and any(made.values()):
        raise click.UsageError("--by、--date 写在给领导看的一页上，要同时写 --page。")
    if page is not None and page.suffix.lower() not in {".docx", ".html"}:
        raise click.UsageError("--page 请写 .docx 或者 .html 文件，例如 --page 核对结果.docx。")


def needs_no_page(page: Path | None, made: Mapping[str, object]) -> None:
    """Refuse the page for a leader where many are checked.

    Raises:
        UsageError: there is one, or something is to stand on it.
    """
    if page is not None or any(made.values()):
        raise click.UsageError("--page、--by、--date 只用于一份稿子；多份的结果见汇总表（--summary）。")
