#!/usr/bin/env python3
"""Time the import of PDFs of 71 and of 224 pages, every sixth of them full of a ruled table, as whole processes.

Usage: python benchmarks/pdf_speed.py [PDF ...]     (times these files instead; without a target)
Exit code: 1 when an import takes more processor time than its target, or when tasks were lost; else 0.
Without LibreOffice, which prints the pages, nothing is timed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(REPOSITORY / "generator"), str(REPOSITORY / "tests")]

from build_documents import FOOTER, OFFICIAL_STYLES, PAGE, cell, convert, paragraph, table, word_package  # noqa: E402
from plangen.reading.libreoffice import find_office  # noqa: E402
from plangen.terms.numerals import numeral  # noqa: E402

TARGETS = {71: 2.0, 224: 10.0}
TABLE_EVERY = 6
PAGES_OF_A_CHAPTER = 8
TASKS_OF_A_PAGE = 4
ROWS = 21
FONTS = REPOSITORY / ".venv" / "share" / "fonts" / "fonts.conf"
TEXT = (
    "健全应急指挥机制，完善县乡村三级联动预案，每年组织不少于两次综合演练，推动救援力量与物资储备向基层延伸，"
    "对重点行业领域逐一排查风险隐患，建立清单并限期销号，实现重点场所监测预警全覆盖。"
)
CLAUSE = "（市应急局牵头，市财政局、市水利局按职责分工负责）"


def document(count: int, folder: Path) -> tuple[bytes, int]:
    """Return a plan of so many pages, and how many tasks it has.

    Args:
        count: how many pages.
        folder: an empty folder to work in.
    """
    parts = [paragraph("某市“十四五”应急体系规划", '<w:ind w:firstLine="0"/><w:jc w:val="center"/>')]
    chapter = task = 0
    for number in range(1, count + 1):
        top = "<w:pageBreakBefore/>" if number > 1 else ""
        if number % TABLE_EVERY == 0:
            parts.append(paragraph(f"任务分工表（{number}）", top))
            rows = [["序号", "任务", "牵头单位", "时限"]]
            rows += [[str(at), f"事项{number}之{at}", "市应急局", "2025年"] for at in range(1, ROWS)]
            parts.append(table([[cell(text, width=2200) for text in row] for row in rows], 4))
            continue
        if number % PAGES_OF_A_CHAPTER == 1:
            chapter += 1
            parts.append(paragraph(f"{numeral(chapter, 'chineseCounting')}、重点任务之{chapter}", top))
            top = ""
        for _ in range(TASKS_OF_A_PAGE):
            task += 1
            start = task * 7 % len(TEXT)
            parts.append(paragraph(f"{task}.推进第{task}项能力建设。{TEXT[start:]}{TEXT[:start]}{CLAUSE}", top))
            top = ""
    head = paragraph("某市应急体系规划", '<w:ind w:firstLine="0"/><w:jc w:val="center"/>')
    styles = OFFICIAL_STYLES.format(first="")
    word = word_package("".join(parts) + PAGE, styles=styles, footer=FOOTER, header=head)
    if FONTS.exists():
        os.environ.setdefault("FONTCONFIG_FILE", str(FONTS))
    return convert(word, ".docx", "pdf", folder), task


def seconds(path: Path, target: Path) -> tuple[float, str]:
    """Return the processor time of an import in a process of its own, those that it starts included, and its words."""
    before = os.times()
    command = [sys.executable, "-P", "-m", "plangen", "import", str(path), "-o", str(target)]
    variables = {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator"), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=variables)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, done.stdout + done.stderr


def pages_of(data: bytes) -> int:
    """Return how many pages a PDF says that it has."""
    return max((int(count) for count in re.findall(rb"/Count (\d+)", data)), default=0)


def main() -> int:
    """Print the time of each import, and whether all tasks came back."""
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in map(Path, sys.argv[1:]):
            print(f"{path.name}: {seconds(path, folder / 'given.yaml')[0]:.2f} s of processor time")
        if sys.argv[1:] or find_office() is None:
            return 0
        for count, most in TARGETS.items():
            path, target = folder / f"{count}.pdf", folder / f"{count}.yaml"
            (folder / str(count)).mkdir()
            data, tasks = document(count, folder / str(count))
            path.write_bytes(data)
            spent, words = seconds(path, target)
            found = len(re.findall(r"title: 推进第\d+项能力建设", target.read_text("utf-8"))) if target.exists() else 0
            failed |= spent > most or found != tasks
            print(
                f"{pages_of(data)} pages, {count // TABLE_EVERY} of them tables: {spent:.2f} s of processor time,"
                f" {1000 * spent / count:.1f} ms a page; target {most:.0f} s; {found} of {tasks} tasks"
                + ("" if found == tasks else f": {words[:1500]}")
            )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
