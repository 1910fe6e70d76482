"""Word files as LibreOffice draws them, for the tests that look at pages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def unavailable() -> str | None:
    for program in ("soffice", "fc-match"):
        if not shutil.which(program):
            return f"{program} is not installed"
    for font in ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"):
        command = ["fc-match", "-f", "%{lang}", f"{font}:lang=zh-cn"]
        match = subprocess.run(command, capture_output=True, text=True, check=False)
        if "zh-cn" not in match.stdout:
            return f"no font for {font}"
    family = subprocess.run(["fc-match", "-f", "%{family}", "仿宋_GB2312"], capture_output=True, text=True, check=False)
    return None if "Fang" in family.stdout or "仿宋" in family.stdout else "no 仿宋 font"


def need_office() -> None:
    """Skip a test where there is no LibreOffice or no Chinese font; in CI that fails."""
    if reason := unavailable():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def convert(folder: Path, kind: str, target: str) -> Path:
    """Convert a.docx of a folder; returns the new file."""
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(folder / "out"), str(folder / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "out" / target
