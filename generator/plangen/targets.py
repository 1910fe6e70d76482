"""Where the command line writes to, and what it refuses to write."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click


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
    if output and ending in {".docx", ".md", ".html", ".xlsx"}:
        if len(wanted) > 1:
            raise click.UsageError("要生成多个文件时，-o 应写文件夹。")
        if ending != f".{formats[0]}":
            raise click.UsageError(f"-o 写的是 {ending} 文件，--format 却是 {formats[0]}，请改成一致。")
        return {wanted[0]: output}
    if output and ending in {".pdf", ".doc", ".wps", ".xls", ".txt", ".yaml", ".yml", ".json"}:
        raise click.UsageError(f"不能生成 {ending} 文件；-o 请写 .docx、.md、.html、.xlsx 文件或者文件夹。")
    targets: dict[tuple[Path, str, str | None], Path] = {}
    taken: dict[Path, Path] = {}
    for spec, form, unit in wanted:
        name = "-".join(filter(None, (spec.stem, kind, _file_name(unit or ""))))
        path = (output or Path("output")) / f"{name}.{form}"
        if path in taken:
            raise click.UsageError(f"“{taken[path]}”和“{spec}”都会写成“{path}”，请分开生成或者改名。")
        taken[path] = spec
        targets[spec, form, unit] = path
    return targets


def of_companion(draft: Path) -> Path:
    """Return where the further annexes of a draft go: beside it, 永和县.docx -> 永和县.附表.docx."""
    return draft.with_name(f"{draft.stem}.附表{draft.suffix}")


def _file_name(text: str) -> str:
    """Return a unit's name without the characters that file names may not have on Windows."""
    return "".join("_" if character in '<>:"/\\|?*' or ord(character) < 32 else character for character in text)


def needs_output(form: str, output: Path | None) -> None:
    """Refuse a report that cannot be printed and has no file.

    Raises:
        UsageError: it has none.
    """
    if form in {"html", "xlsx", "docx"} and output is None:
        raise click.UsageError(f"{form} 报告要用 -o 写明文件，例如 -o 核对报告.{form}。")


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
