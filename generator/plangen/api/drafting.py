"""From what was rendered to the files that are to be written, over drafts that people work in too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plangen.office.output import Output

if TYPE_CHECKING:
    from plangen.api.documents import Document, Rendered
    from plangen.api.merging import MergedDraft


@dataclass(frozen=True, kw_only=True)
class DraftFiles:
    """What a render is to write.

    Attributes:
        outputs: the files.
        merged: what became of drafts that people have changed, those that cannot be merged with among them.
    """

    outputs: tuple[Output, ...]
    merged: tuple[MergedDraft, ...]


def draft_files(
    rendered: Rendered, place: Callable[[Document], Path], *, accept: bool = False, force: bool = False
) -> DraftFiles:
    """Return the files of a render, merged with what stands there where people have changed it.

    Args:
        rendered: the render.
        place: says where a document goes.
        accept: put changes into such a draft plain, without tracked changes.
        force: do not merge: the document takes the place of what stands there.
    """
    from plangen.api.merging import merge_over

    outputs: list[Output] = []
    merged: list[MergedDraft] = []
    for one in rendered.documents:
        target = place(one)
        draft = None if force else merge_over(one, target, date=rendered.date, accept=accept)
        if draft is not None:
            merged.append(draft)
            outputs += [draft.output] if draft.output else []
        if draft is None or draft.unusable:
            outputs.append(one.at(target))
    return DraftFiles(outputs=tuple(outputs), merged=tuple(merged))
