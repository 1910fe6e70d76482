#!/usr/bin/env python3
"""Time an audit: the Word file of specs/yonghe-145.yaml, some hundred pages, against three parents with their texts.

Usage: python benchmarks/audit_speed.py [SHARED_FOLDER]     (default: $PLANGEN_SHARED, else ../shared)
Exit code: 1 when it takes more than 5 s of processor time; else 0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from plangen.parent.importer import import_document
from plangen.reading.formats import read_any
from plangen.trace.audit import audit

REPOSITORY = Path(__file__).resolve().parent.parent
PARENTS = ("china-145", "changzhi-145", "xinzhou-145")
TARGET_SECONDS = 5.0


def main() -> int:
    """Render, import, audit; print how long the audit took, reading the Word file included."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PLANGEN_SHARED", "../shared"))
    parents = [import_document(shared / "corpus" / f"{name}.txt").plan for name in PARENTS]
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.docx"
        spec = REPOSITORY / "specs" / "yonghe-145.yaml"
        command = [sys.executable, "-m", "plangen", "render", str(spec), "-o", str(draft)]
        subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY)
        start = time.process_time()
        document = read_any(draft)
        report = audit(document, parents)
        seconds = time.process_time() - start
    characters = sum(len(line.text) for line in document.lines)
    print(
        f"audit of {characters} characters against {len(parents)} parents, {len(report.items)} items: {seconds:.2f} s"
    )
    return int(seconds > TARGET_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
