"""The same input gives the same bytes, wherever and however the program runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = Path(__file__).resolve().parents[2] / "specs" / "yonghe.yaml"
SURROUNDINGS: dict[str, dict[str, str]] = {
    "hash seed 0": {"PYTHONHASHSEED": "0"},
    "hash seed 4242": {"PYTHONHASHSEED": "4242"},
    "another time zone": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"},
    "another locale": {"LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "8"},
    "without asserts": {"PYTHONOPTIMIZE": "1", "PYTHONHASHSEED": "9"},
}
OUTPUTS = ("draft.docx", "draft.附表.docx", "draft.xlsx", "draft.html")


def rendered(spec: Path, folder: Path, **settings: str) -> dict[str, bytes]:
    """Return what a process of its own makes of a spec, in a folder of that name."""
    folder.mkdir(parents=True)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **settings}
    for name in ("draft.docx", "draft.xlsx", "draft.html"):
        words = [
            sys.executable,
            "-P",
            "-m",
            "plangen",
            "render",
            str(spec),
            "-o",
            name,
            "--format",
            name.split(".")[-1],
        ]
        subprocess.run(words, cwd=folder, env=environment, check=True, capture_output=True)
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return rendered(SPEC, tmp_path_factory.mktemp("usual") / "here")


@pytest.mark.parametrize("name", SURROUNDINGS)
def test_surroundings_change_nothing(name: str, usual: dict[str, bytes], tmp_path: Path) -> None:
    found = rendered(SPEC, tmp_path / "另一个 文件夹", **SURROUNDINGS[name])
    assert [one for one in OUTPUTS if found[one] != usual[one]] == []


def test_without_docstrings_it_says_that_it_does_not_run(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONOPTIMIZE": "2"}
    words = [sys.executable, "-P", "-m", "plangen", "validate", str(SPEC)]
    done = subprocess.run(words, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("错误：Python 带 -OO")


def test_the_order_of_keys_changes_no_document(usual: dict[str, bytes], tmp_path: Path) -> None:
    head, *parts = re.split(r"(?m)^(?=[a-z_]+:)", SPEC.read_text("utf-8"))
    assert len(parts) > 5
    place = tmp_path / "specs"
    place.mkdir()
    shutil.copytree(SPEC.parent / "parents", place / "parents")
    other = place / "yonghe.yaml"
    other.write_text("\n".join([head, *reversed(parts)]), "utf-8")
    found = rendered(other, tmp_path / "ordered")
    assert found["draft.html"] == usual["draft.html"]
    words = [text_of(found["draft.docx"]), text_of(usual["draft.docx"])]
    assert words[0] == words[1]


def text_of(data: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode("utf-8")
