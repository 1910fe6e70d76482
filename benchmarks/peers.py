#!/usr/bin/env python3
"""Time plangen beside the programs that people use for parts of its work, on the same content, as whole processes.

Rendering beside pandoc and docxtpl (with its context ready), checking 600 items beside Doorstop, StrictDoc,
sphinx-needs and TRLC (600 items with one link each), reading a PDF and a Word file beside pdfplumber, pypdf,
python-docx and mammoth.  What they do is not the same; the table says what each did.  Runs are interleaved, the time is
that of the processor, printed are the median of each and the ratio to plangen's, with the smallest and the largest of
the runs.

Usage: python benchmarks/peers.py FOLDER [RUNS]    (default: 5 runs)
The peers live in a virtual environment in FOLDER, made there with pip where it is not there yet; a peer that cannot be
installed or does not run is left out, and said to be.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from growth import parent_text

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = (
    *("pypandoc_binary", "docxtpl", "doorstop", "strictdoc", "sphinx", "sphinx-needs", "trlc"),
    *("pdfplumber", "pypdf", "python-docx", "mammoth"),
)
ITEMS = 600


@dataclass(frozen=True, kw_only=True)
class Contest:
    """What is timed side by side.

    Attributes:
        title: the work.
        own: plangen's command.
        peers: the others' commands by name, with what each does.
    """

    title: str
    own: Sequence[str]
    peers: Mapping[str, Sequence[str]]


def environment(folder: Path) -> Path:
    """Return the peers' Python, its environment made where it is not there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.is_file():
        venv.create(folder, with_pip=True)
    for package in PACKAGES:  # one by one: one that cannot be had does not keep the others away
        shown = subprocess.run([python, "-m", "pip", "show", "-q", package], capture_output=True, check=False)
        if shown.returncode:
            subprocess.run([python, "-m", "pip", "install", "-q", package], capture_output=True, check=False)
    return python


def own(*words: object) -> list[str]:
    """Return plangen's command."""
    return [sys.executable, "-P", "-m", "plangen", *map(str, words)]


def seconds(command: Sequence[str], folder: Path) -> float | None:
    """Return the processor time of a command and all that it waits for, None where it fails."""
    settings = {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")} if "plangen" in command else {**os.environ}
    before = os.times()
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, check=False)
    after = os.times()
    if done.returncode and not ("plangen" in command and done.returncode == 1):  # 1: it found something to say
        return None
    return after.children_user + after.children_system - before.children_user - before.children_system


def fought(contest: Contest, folder: Path, runs: int) -> None:
    """Run all of a contest in turn, and print what each took."""
    commands = {"plangen": contest.own, **contest.peers}
    took: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            found = seconds(command, folder)
            if found is not None and turn:
                took[name].append(found)
    print(f"\n{contest.title}")
    mine = took["plangen"]
    for name, times in took.items():
        if not times or not mine:
            print(f"  {name:<34}left out: it does not run here")
            continue
        ratios = sorted(one / other for one, other in zip(times, mine, strict=False))
        spread = f"{statistics.median(ratios):>7.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"  {name:<34}{statistics.median(times):>8.2f} s{spread if name != 'plangen' else ''}")


def rendering(python: Path, folder: Path) -> Contest:
    """Return the contest of rendering the example: pandoc from plangen's own Markdown, docxtpl from a ready context."""
    spec = REPOSITORY / "specs" / "yonghe.yaml"
    subprocess.run(
        own("render", spec, "-o", folder / "y.md", "--format", "md"),
        check=True,
        capture_output=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")},
    )
    (folder / "pandoc.py").write_text("import pypandoc; pypandoc.convert_file('y.md', 'docx', outputfile='p.docx')")
    (folder / "template.py").write_text(
        "import docx, json, re\n"
        "text = open('y.md', encoding='utf-8').read().split('\\n\\n')\n"
        "json.dump([one for one in text if not one.startswith('|')], open('lines.json', 'w'))\n"
        "rows = [line.strip('|').split('|') for one in text for line in one.splitlines() if line.startswith('|')]\n"
        "json.dump([(row + [''] * 6)[:6] for row in rows], open('rows.json', 'w'))\n"
        "d = docx.Document()\n"
        "d.add_paragraph('{%p for one in lines %}'); d.add_paragraph('{{ one }}'); d.add_paragraph('{%p endfor %}')\n"
        "t = d.add_table(3, 6)\n"
        "t.cell(0, 0).text = '{%tr for row in rows %}'; t.cell(2, 0).text = '{%tr endfor %}'\n"
        "for i in range(6): t.cell(1, i).text = '{{ row[%d] }}' % i\n"
        "d.save('template.docx')\n"
    )
    subprocess.run([python, "template.py"], cwd=folder, check=False, capture_output=True)
    (folder / "docxtpl_render.py").write_text(
        "import json\nfrom docxtpl import DocxTemplate\n"
        "d = DocxTemplate('template.docx')\n"
        "d.render({'lines': json.load(open('lines.json')), 'rows': json.load(open('rows.json'))}, autoescape=True)\n"
        "d.save('t.docx')\n"
    )
    return Contest(
        title="render specs/yonghe.yaml: spec, parents, checks, draft, annexes (peers: paragraphs and tables alone)",
        own=own("render", spec, "-o", folder / "y.docx", "--force"),
        peers={
            "pandoc, Markdown to .docx": [str(python), "pandoc.py"],
            "docxtpl, context ready": [str(python), "docxtpl_render.py"],
        },
    )


def checking(python: Path, folder: Path) -> Contest:
    """Return the contest of checking 600 items against 600: a link from each to its parent."""
    (folder / "parent.txt").write_text(parent_text(ITEMS, "晋城市"), "utf-8")
    settings = {**os.environ, "PYTHONPATH": str(REPOSITORY / "generator")}
    for words in (("init", "永和县", "--parent", "parent.txt", "-o", "c.yaml"), ("render", "c.yaml", "-o", "c.docx")):
        subprocess.run(own(*words), cwd=folder, env=settings, capture_output=True, check=False)
    names = [line.split(".", 1)[1][:24] for line in parent_text(ITEMS, "晋城市").splitlines() if line[:1].isdigit()]
    for prefix, other in (("PAR", ""), ("CTY", "PAR")):
        place = folder / "doorstop" / prefix
        place.mkdir(parents=True)
        above = f"  parent: {other}\n" if other else ""
        (place / ".doorstop.yml").write_text(f"settings:\n  digits: 3\n{above}  prefix: {prefix}\n  sep: ''\n")
        for number, name in enumerate(names, 1):
            links = f"links:\n- {other}{number:03}: null\n" if other else "links: []\n"
            body = f"active: true\nderived: false\nheader: ''\nlevel: 1.{number}\n{links}normative: true\nref: ''\n"
            (place / f"{prefix}{number:03}.yml").write_text(f"{body}reviewed: null\ntext: |\n  {name}\n", "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder / "doorstop", check=False)
    (folder / "strict").mkdir()
    (folder / "sphinx").mkdir()
    (folder / "trlc").mkdir()
    needs, strict, records = ["Plan", "====", ""], ["[DOCUMENT]", "TITLE: Plan", ""], ["package plan", ""]
    for number, name in enumerate(names, 1):
        needs += [f".. req:: {name}", f"   :id: P{number:04}", "", f"   {name}", ""]
        needs += [f".. spec:: {name}", f"   :id: C{number:04}", f"   :links: P{number:04}", "", f"   {name}", ""]
        strict += ["[REQUIREMENT]", f"UID: P-{number}", f"TITLE: {name}", f"STATEMENT: {name}", ""]
        strict += ["[REQUIREMENT]", f"UID: C-{number}", f"TITLE: {name}", f"STATEMENT: {name}"]
        strict += ["RELATIONS:", "- TYPE: Parent", f"  VALUE: P-{number}", ""]
        records.append(f'Item P{number} {{ text = "{name}" }}')
        records.append(f'Item C{number} {{ text = "{name}" above = P{number} }}')
    (folder / "sphinx" / "index.rst").write_text("\n".join(needs), "utf-8")
    (folder / "sphinx" / "conf.py").write_text("extensions = ['sphinx_needs']\n")
    (folder / "strict" / "plan.sdoc").write_text("\n".join(strict), "utf-8")
    (folder / "trlc" / "plan.rsl").write_text("package plan\ntype Item {\n text String\n above optional Item\n}\n")
    (folder / "trlc" / "plan.trlc").write_text("\n".join(records), "utf-8")
    tools = python.parent
    sphinx = [str(python), "-m", "sphinx", "-q", "-E", "-b", "needs", "sphinx", "sphinx/out"]
    return Contest(
        title=f"check {ITEMS} items against {ITEMS}: plangen reads the Word draft, the peers files of their own",
        own=own("check", "c.yaml", "--draft", "c.docx"),
        peers={
            "Doorstop, items and links": [str(tools / "doorstop"), "--project", "doorstop", "--no-reformat", "-q"],
            "StrictDoc, export to JSON": [str(tools / "strictdoc"), "export", "--formats=json", "strict"],
            "sphinx-needs, needs.json": sphinx,
            "TRLC": [str(tools / "trlc"), "trlc"],
        },
    )


def reading(python: Path, folder: Path) -> list[Contest]:
    """Return the contests of reading the rendered example again, as PDF and as Word."""
    words = ["soffice", "--headless", "--convert-to", "pdf", "y.docx"]
    subprocess.run(words, cwd=folder, capture_output=True, check=False)
    (folder / "plumber.py").write_text(
        "import pdfplumber\n"
        "for page in pdfplumber.open('y.pdf').pages: print(len(page.extract_text()), len(page.extract_tables()))\n"
    )
    (folder / "pypdf_text.py").write_text(
        "import pypdf\nprint(sum(len(p.extract_text()) for p in pypdf.PdfReader('y.pdf').pages))\n"
    )
    (folder / "python_docx.py").write_text(
        "import docx\nd = docx.Document('y.docx')\n"
        "print(sum(len(p.text) for p in d.paragraphs))\n"
        "print(sum(len(c.text) for t in d.tables for r in t.rows for c in r.cells))\n"
    )
    (folder / "mammoth_html.py").write_text(
        "import mammoth\nprint(len(mammoth.convert_to_html(open('y.docx', 'rb')).value))\n",
        "utf-8",
    )

    def run(name: str) -> list[str]:
        return [str(python), f"{name}.py"]

    return [
        Contest(
            title="read the example's PDF: plangen into items and tables, the peers text (pdfplumber tables too)",
            own=own("import", "y.pdf", "-o", "p.yaml", "--force"),
            peers={"pdfplumber, text and tables": run("plumber"), "pypdf, text": run("pypdf_text")},
        ),
        Contest(
            title="read the example's .docx: plangen into items and tables, the peers paragraphs and cells",
            own=own("import", "y.docx", "-o", "d.yaml", "--force"),
            peers={"python-docx, paragraphs and cells": run("python_docx"), "mammoth, HTML": run("mammoth_html")},
        ),
    ]


def main() -> int:
    """Set up the peers, and print the table."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    python = environment(Path(sys.argv[1]).resolve())
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(f"{date.today()}, {runs} runs each, interleaved; processor time, and the ratio to plangen's")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contests = [rendering(python, folder), checking(python, folder)]
        for contest in contests:
            fought(contest, folder, runs)
        for contest in reading(python, folder):
            fought(contest, folder, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
