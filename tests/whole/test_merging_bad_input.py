"""What cannot be merged with is said, and nothing is written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_merging_command import edited

from plangen.office.docx_package import read_parts, write_parts

SPECS = Path(__file__).resolve().parents[2] / "specs"


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a spec and the draft that was rendered from it and edited since."""
    import plangen

    folder = tmp_path_factory.mktemp("drafts")
    shutil.copytree(SPECS, folder / "specs")
    plangen.write([plangen.render(folder / "specs" / "yonghe.yaml").documents[0].at(folder / "稿.docx")])
    (folder / "稿.docx").write_bytes(edited((folder / "稿.docx").read_bytes(), ("52万亩", "51万亩")))
    return folder


def base_changed(change: Callable[[str], str]) -> Callable[[Path], None]:
    """Return what changes the base that a draft carries, and takes the one beside it away."""

    def apply(folder: Path) -> None:
        shutil.rmtree(folder / ".plangen")
        path = folder / "稿.docx"
        parts = read_parts(path.read_bytes())
        name = next(one for one, data in parts.items() if b"urn:plangen:base" in data[:2000])
        parts[name] = change(parts[name].decode()).encode()
        path.write_bytes(write_parts(parts))

    return apply


def without_base(folder: Path) -> None:
    """Make a draft as a version of the program wrote it that had no base."""
    shutil.rmtree(folder / ".plangen")
    parts = read_parts((folder / "稿.docx").read_bytes())
    parts = {name: data for name, data in parts.items() if "customXml" not in name}
    custom = parts["docProps/custom.xml"].decode()
    parts["docProps/custom.xml"] = re.sub(
        r'<(?:\w+:)?property [^>]*name="plangen.base".*?</(?:\w+:)?property>', "", custom
    ).encode()
    (folder / "稿.docx").write_bytes(write_parts(parts))


def spec_says(old: str, new: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        spec = folder / "specs" / "yonghe.yaml"
        text = spec.read_text("utf-8")
        assert old in text
        spec.write_text(text.replace(old, new), "utf-8")

    return apply


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "another county's": (spec_says("name: 永和县\n", "name: 隰县\n"), "merge-of-another"),
    "other years": (spec_says("period: [2026, 2030]", "period: [2027, 2031]"), "merge-of-another"),
    "no base": (without_base, "base-absent"),
    "truncated base": (base_changed(lambda text: text[: len(text) // 2]), "base-truncated"),
    "tampered base": (base_changed(lambda text: text.replace("52万亩", "53万亩")), "base-tampered"),
    "open in Word": (lambda folder: (folder / "~$稿.docx").write_bytes(b"x") and None, "merge-open"),
    "open in LibreOffice": (lambda folder: (folder / ".~lock.稿.docx#").write_bytes(b"x") and None, "merge-open"),
    "a spec that does not fit": (spec_says("    T05:", "    T77:"), "error"),
    "no Word file": (lambda folder: (folder / "稿.docx").write_bytes(b"PK\x03\x04 half") and None, "output-changed"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_merged_with_is_said_and_nothing_is_written(
    name: str, drafts: Path, invoke, tmp_path: Path
) -> None:
    change, code = CASES[name]
    folder = tmp_path / "work"
    shutil.copytree(drafts, folder)
    spec_says("total: 180", "total: 181")(folder)
    change(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    result = invoke("render", str(folder / "specs" / "yonghe.yaml"), "-o", str(folder / "稿.docx"))
    assert result.code != 0 and (code == "error" or code in result.err), result.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    # where the draft is another's or open, that is all there is to say: it is not to be overwritten by force
    assert ("--force" in result.err) == (code in ("base-absent", "base-truncated", "base-tampered", "output-changed"))


@pytest.mark.parametrize(
    ("draft", "lock"),
    [
        ("永和县应急体系建设实施方案.docx", "~$县应急体系建设实施方案.docx"),
        ("永和县实施方案.docx", "~$和县实施方案.docx"),
        ("方案.docx", "~$方案.docx"),
        ("方案.docx", ".~lock.方案.docx#"),
    ],
)
def test_the_files_of_programs_that_have_a_draft_open_are_known(draft: str, lock: str, tmp_path: Path) -> None:
    from plangen.api.merging import _lock_of

    assert _lock_of(tmp_path / draft) is None
    (tmp_path / lock).write_bytes(b"")
    assert _lock_of(tmp_path / draft) == tmp_path / lock
    assert _lock_of(tmp_path / f"另一份{draft}") is None
