"""Writing results, and the files that a run reads, which no result may ever be written over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.output import Output, Written, write_files
from plangen.terms.findings import FindingsError

if TYPE_CHECKING:
    from plangen.county.spec import CountySpec

__all__ = ["Output", "Written", "files_of_spec", "write"]


def write(
    outputs: Output | Sequence[Output], *, inputs: Iterable[str | Path] = (), force: bool = False
) -> tuple[Written, ...]:
    """Write files as the command line does: all or none, nothing half, nothing over what a person changed.

    Args:
        outputs: the files; :meth:`Document.at`, :meth:`Review.at` and :meth:`Imported.at` make them.
        inputs: the files that were read for them (``inputs`` of the results), which are never written over.
        force: replace a changed file all the same and keep a copy of it.

    Raises:
        FindingsError: a file must not or cannot be written; then every file is as it was before.
    """
    several = (outputs,) if isinstance(outputs, Output) else tuple(outputs)
    return write_files(several, inputs=tuple(map(Path, inputs)), force=force)


def files_of_spec(spec: CountySpec | None, spec_path: Path) -> tuple[Path, ...]:
    """Return the files that belong to a spec: itself, its roster, its parents' files and its Word styles.

    Args:
        spec: the spec; None where it could not be built, then only its own file is known.
        spec_path: the spec's file.
    """
    from plangen.document.template_pack import STYLE_FILE
    from plangen.parent.store import find_parent
    from plangen.terms.resources import templates_folder

    if spec is None:
        return (spec_path,)
    places = [unit.location for unit in spec.roster.units] + [group.location for group in spec.roster.groups]
    rosters = dict.fromkeys(Path(place.file) for place in places if place.file)
    parents = []
    for name in spec.parents:
        try:
            parents.append(find_parent(name, spec_path.parent))
        except FindingsError:
            continue  # it is said elsewhere that there is no such file
    folders = (templates_folder() / "style", *((spec.plan.template,) if spec.plan.template else ()))
    styles = [path for folder in folders for path in (*folder.glob("*.docx"), *folder.glob(f"*/{STYLE_FILE}"))]
    return tuple(dict.fromkeys((spec_path, *rosters, *parents, *styles)))
