"""Where an item that was moved stood and stands now, as a planner finds it."""

from __future__ import annotations

from collections.abc import Sequence

from plangen.living.view import Block


def stands_at(blocks: Sequence[Block], place: int) -> tuple[str, str]:
    """Return under which heading an item stands, and behind which other one.

    Args:
        blocks: all blocks of a document.
        place: the item's first.
    """
    block = blocks[place]
    heading = block.above[-1] if block.above else ""
    for other in reversed(blocks[:place]):
        if other.unit.kind == "paragraph" and other.keys and other.title and other.above == block.above:
            return heading, f"“{other.title}”之后"
        if other.level is not None and len(other.above) < len(block.above):
            break
    return heading, "最前面"


def differing(old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
    """Return both places as far as they differ: under which heading, or where under the same one.

    Args:
        old: where it stood, as :func:`stands_at` returns it.
        new: where it stands.
    """
    if old[0] != new[0]:
        return old[0] or "文首", new[0] or "文首"
    return f"{old[0]}，{old[1]}", new[1]
