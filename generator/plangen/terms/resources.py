"""Where the templates and the shipped parents are: beside the code in a checkout, inside the package in a wheel."""

from __future__ import annotations

from pathlib import Path


def _data_root() -> Path:
    package = Path(__file__).resolve().parent.parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent.parent


def templates_folder() -> Path:
    """Return the folder with the template packs, the Word style and the knowledge."""
    return _data_root() / "templates"


def knowledge_file(name: str) -> Path:
    """Return the path of a knowledge file, for instance ``themes.yaml``."""
    return templates_folder() / "knowledge" / name


def parents_folder() -> Path:
    """Return the folder with the shipped parent plans (``<id>.yaml``)."""
    return _data_root() / "specs" / "parents"


def shipped_parents() -> tuple[Path, ...]:
    """Return the files of the shipped parent plans, by name; a file's stem is the plan's id."""
    return tuple(sorted(parents_folder().glob("*.yaml")))
