"""Changing one value in a spec's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plangen.api.files import Output, write

if TYPE_CHECKING:
    from plangen.county.write_back import Changed


def change_spec(spec: str | Path, path: str, value: str | None) -> Changed:
    """Change one value in a spec's file, and nothing else in it.

    Args:
        spec: the spec's YAML file.
        path: keys in Chinese or English from the top, joined by dots: ``承接.jincheng-155.T02.牵头``; names with dots
            in quotes; entries of lists by their number from 1 or by the unit's name.
        value: the new value, lists and mappings as YAML; None takes the entry away.

    Returns:
        What was changed, and what there is to say about the spec now.

    Raises:
        FindingsError: the file cannot be read or written, knows no such place, or would have an error that it had not
            before; then nothing is written.
    """
    from plangen.county.write_back import change_spec as changed_spec
    from plangen.terms.yaml_source import read_bytes

    file = Path(spec)
    content = read_bytes(file)
    changed = changed_spec(content, str(file), file.parent, path, value)
    if changed.content != content:
        # what somebody has saved in the meantime is not written over
        write(Output(path=file, data=changed.content, ending=file.suffix.lower(), was=content))
    return changed
