"""Where the bookmarks of a draft that plangen wrote say that parent items stand, for the audit.

A bookmark says where to look; whether the item stands there is still judged by the words.  Bookmarks that were set from
another version of the item, or of which nothing says from which, count only as far as the words bear them out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from plangen.parent.model import ParentItem, ParentPlan
from plangen.reading.lines import SourceDocument
from plangen.terms.likeness import plain
from plangen.trace.model import key_of
from plangen.trace.sections import DraftPlace

_PARENT = "plangen.parent."


def fingerprints(properties: Mapping[str, str], parent: str) -> dict[str, str] | None:
    """Return the items of a parent as they were when a document was written; None where it does not say.

    Args:
        properties: the document's custom properties.
        parent: the parent's id.
    """
    value = properties.get(f"{_PARENT}{parent}")
    return dict(pair.split("=", 1) for pair in value.split() if "=" in pair) if value else None


class Marked:
    """The places of a draft by the items whose bookmarks begin there.

    Args:
        draft: the draft, without what does not count.
        places: its places.
    """

    def __init__(self, draft: SourceDocument | None = None, places: Sequence[DraftPlace] = ()) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        self._titles = [place.title for place in places]
        self._properties = draft.properties if draft else {}
        self._of_parent: dict[str, tuple[dict[str, str] | None, frozenset[str]]] = {}
        if draft is None or not draft.anchors:
            return
        order = {line.place: number for number, line in enumerate(draft.lines)}
        begins = sorted((order[place.position], index) for index, place in enumerate(places) if place.position in order)
        for position, keys in draft.anchors.items():
            before = bisect_right(begins, (order.get(position, -1), len(places)))
            for key in keys if before else ():
                self._places[key.partition("/")[0]].append(begins[before - 1][1])

    def of(self, parent: ParentPlan, item: ParentItem) -> tuple[int, ...]:
        """Return the places where bookmarks say that an item stands, in the order of the draft.

        Of an item that was changed since, none: what stands there is the other version's.  Nor a place under the title
        of another item of the same parent: the bookmark was brought there with something else.
        """
        if parent.id not in self._of_parent:
            titles = frozenset(plain(one.title) for one in parent.all_items())
            self._of_parent[parent.id] = fingerprints(self._properties, parent.id), titles
        before, titles = self._of_parent[parent.id]
        if before is not None and before.get(item.id) != item.fingerprint:
            return ()
        own = plain(item.title)
        found = sorted(set(self._places.get(key_of(parent, item), ())))
        return tuple(one for one in found if (there := plain(self._titles[one])) == own or there not in titles)
