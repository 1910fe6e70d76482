"""Random changes to a draft, those that a check must report and those that it must leave alone."""

from __future__ import annotations

import random

from draft_surgery import (
    Surgery,
    W,
    base,
    copy_paste,
    delete_tracked,
    divide,
    drop_bookmarks,
    empty,
    hosts,
    join_with_previous,
    keep_only,
    remove,
    reword,
    text_of,
    type_over,
)
from example_drafts import by_key, example
from plangen.terms.clause_search import is_clause_paragraph
from plangen.trace.check import check_draft
from plangen.trace.model import CheckReport, Status

BAD = {Status.MISSING, Status.PARTIAL, Status.SUSPECT}


class Wounds:
    """Random changes to one draft, with what must be reported for them."""

    def __init__(self, name: str, seed: int) -> None:
        self.plan, data = example(name)
        self.surgery = Surgery(data)
        self.random = random.Random(seed)
        self.reported: dict[str, str] = {}  # key -> what was done
        self.touched: dict[str, str] = {}
        self.waived = {row.origin.key for row in self.plan.waived}

    def place(self, wanted: str) -> tuple[object, list[str]]:
        """Return a paragraph or row that was not touched yet, away from what was."""
        found = self.surgery.anchored() if wanted != "row" else list(self.surgery.rows().values())
        busy = self.reported.keys() | self.touched.keys()
        busy = busy | {host for key in busy for host in hosts(key)}
        everything = {one for _, others in found for one in others}
        free = []
        for position, (place, keys) in enumerate(found):
            around = {base(key) for _, others in found[max(0, position - 1) : position + 2] for key in others}
            inner = {one for one in everything for key in keys if one.startswith(f"{base(key)}.")}
            if around & busy or {base(one) for one in inner} & busy or any(key.startswith("local") for key in keys):
                continue
            under = [text_of(one) for one in self.surgery.under(place)]
            # who does it, in a sentence by itself, is no text of an item
            heading = wanted == "row" or any(not is_clause_paragraph(text) for text in under if text)
            if (wanted == "heading" and not heading) or (wanted == "nested" and (heading or ":I" in keys[0])):
                continue
            if wanted == "indicator" and ":I" not in keys[0]:
                continue
            free.append((place, keys))
        return self.random.choice(free) if free else (None, [])

    def report(self, keys: list[str], what: str) -> None:
        for key in keys:
            self.reported[base(key)] = what

    def touch(self, keys: list[str], what: str) -> None:
        for key in keys:
            self.touched[base(key)] = what

    # -- what is done

    def delete_item(self) -> None:
        place, keys = self.place("any")
        if place is None:
            return
        for one in self.surgery.under(place):
            remove(one)
        remove(place)
        self.report(keys, "item deleted")

    def delete_item_tracked(self) -> None:
        place, keys = self.place("any")
        if place is None:
            return
        for one in [*self.surgery.under(place), place]:
            delete_tracked(one)
        self.report(keys, "item deleted under revision")

    def delete_heading(self) -> None:
        place, keys = self.place("heading")
        if place is None:
            return
        remove(place)
        self.report(keys, "heading deleted")

    def empty_heading(self) -> None:
        place, keys = self.place("heading")
        if place is None:
            return
        empty(place)
        self.report(keys, "heading emptied")

    def delete_text(self) -> None:
        place, keys = self.place("heading")
        if place is None:
            return
        for one in self.surgery.under(place):
            remove(one)
        self.report(keys, "text deleted")

    def empty_text(self) -> None:
        place, keys = self.place("heading")
        if place is None:
            return
        for one in self.surgery.under(place):
            type_over(one, self.random.choice(["", "略", "待补充。", "（县应急局牵头，县水利局按职责分工负责）"]))
        self.report(keys, "text emptied")

    def empty_nested(self) -> None:
        place, keys = self.place("nested")
        if place is None:
            return
        empty(place)
        self.report(keys, "nested emptied")

    def nested_title_only(self) -> None:
        place, keys = self.place("nested")
        if place is None:
            return
        title, stop, rest = text_of(place).partition("。")
        if not rest or is_clause_paragraph(rest):  # it has no text of its own
            return
        keep_only(place, len(title + stop))
        self.report(keys, "nested cut to its title")

    def empty_indicator(self) -> None:
        place, keys = self.place("indicator")
        if place is None:
            return
        keep_only(place, text_of(place).index("：") + 1)
        self.report(keys, "indicator without target")

    def type_over_item(self) -> None:
        place, keys = self.place("any")
        if place is None:
            return
        for one in [place, *self.surgery.under(place)]:
            type_over(one, "办公室每周五下午整理会议室，盆栽由值班人员浇水，窗户关好后离开。")
        self.report(keys, "item typed over")

    def swap_texts(self) -> None:
        first, keys = self.place("heading")
        if first is None:
            return
        self.report(keys, "text exchanged")
        second, others = self.place("heading")
        if second is None:
            del self.reported[base(keys[0])]
            return
        one, other = self.surgery.under(first)[0], self.surgery.under(second)[0]
        rest = [*self.surgery.under(first)[1:], *self.surgery.under(second)[1:]]
        first.addnext(other)
        second.addnext(one)
        for extra in rest:
            remove(extra)
        self.report(others, "text exchanged")

    def delete_row(self) -> None:
        place, keys = self.place("row")
        if place is None:
            return
        remove(place)
        self.report(keys, "row deleted")

    def empty_row(self) -> None:
        place, keys = self.place("row")
        if place is None:
            return
        for cell in place.findall(f"{W}tc"):
            empty(cell)
        self.report(keys, "row emptied")

    def empty_lead(self) -> None:
        place, keys = self.place("row")
        if place is None or {base(key) for key in keys} & self.waived:
            return
        leads = {unit.name for item in self.plan.all_items() for unit in item.assignment.leads}
        for cell in place.findall(f"{W}tc"):
            if set(text_of(cell).replace("（拟）", "").split("、")) <= leads:
                empty(cell)
                self.report(keys, "lead emptied")
                return

    def empty_name(self) -> None:
        place, keys = self.place("row")
        if place is None:
            return
        cells = place.findall(f"{W}tc")
        number = next(i for i, cell in enumerate(cells) if cell.find(f".//{W}bookmarkStart") is not None)
        empty(cells[number + (2 if {base(key) for key in keys} & self.waived else 1)])
        self.report(keys, "name in row emptied")

    # -- what must not be reported

    def move_item(self) -> None:
        place, keys = self.place("nested")
        if place is None or place.getprevious() is None:
            return
        self.touch(keys, "moved")
        target = self.random.choice([one for one, _ in self.surgery.anchored() if self.surgery.under(one)])
        block = [place, *self.surgery.under(place)]
        for one in reversed(block):
            self.surgery.under(target)[-1].addnext(one) if one is place else None

    def reword_item(self) -> None:
        place, keys = self.place("any")
        if place is None:
            return
        for one in self.surgery.under(place) or [place]:
            reword(one)
        self.touch(keys, "reworded")

    def split_item(self) -> None:
        place, keys = self.place("any")
        # a heading that is divided becomes two, each with a number of its own from Word
        if place is None or ":I" in keys[0] or self.surgery.under(place):
            return
        divide(place, names_twice=self.random.random() < 0.5)
        self.touch(keys, "divided")

    def split_text(self) -> None:
        place, keys = self.place("heading")
        if place is None:
            return
        text = self.surgery.under(place)[0]
        before = text_of(text)[: max(1, len(text_of(text)) // 2)]
        if before.count("（") > before.count("）"):  # half a clause says that other units lead
            return
        divide(text, names_twice=True)
        self.touch(keys, "text divided")

    def copy_item(self) -> None:
        place, keys = self.place("any")
        if place is None or self.surgery.under(place):
            return
        copy_paste(place, tail=self.random.choice([None, "_Copy_1"]))
        self.touch(keys, "copied")

    def copy_and_delete(self) -> None:
        place, keys = self.place("any")
        if place is None or self.surgery.under(place):
            return
        copy_paste(place, tail=self.random.choice([None, "_Copy_1"]))
        remove(place)
        self.touch(keys, "moved by copying")

    def join_item(self) -> None:
        place, keys = self.place("any")
        if place is None or place.getprevious() is None or place.getprevious().tag != f"{W}p":
            return
        # what stands before it is touched too
        previous = place.getprevious()
        if not text_of(previous).endswith(("。", "）")) or ":I" in keys[0]:
            return
        join_with_previous(place)
        self.touch(keys, "joined with the paragraph before")

    def drop_anchor(self) -> None:
        place, keys = self.place(self.random.choice(["any", "row"]))
        if place is None:
            return
        drop_bookmarks(place)
        self.touch(keys, "bookmark lost")


WOUNDS = (
    "delete_item",
    "delete_item_tracked",
    "delete_heading",
    "empty_heading",
    "delete_text",
    "empty_text",
    "empty_nested",
    "nested_title_only",
    "empty_indicator",
    "type_over_item",
    "swap_texts",
    "delete_row",
    "empty_row",
    "empty_lead",
    "empty_name",
)
HARMLESS = (
    "move_item",
    "reword_item",
    "split_item",
    "split_text",
    "copy_item",
    "copy_and_delete",
    "join_item",
    "drop_anchor",
)


def faults(wounds: Wounds) -> tuple[list[str], list[str], CheckReport]:
    """Return what the check did not report and what it reported for nothing."""
    report = check_draft(wounds.plan, wounds.surgery.data())
    found = by_key(report)
    lost = {key for key, item in found.items() if item.status is Status.MISSING}
    allowed = {host for key in lost for host in hosts(key)}
    silent = [
        f"{key}: {what}" for key, what in wounds.reported.items() if key in found and found[key].status not in BAD
    ]
    noisy = [
        f"{key} ({wounds.touched.get(key, 'untouched')}): {item.status} {item.reason}"
        for key, item in found.items()
        if item.status in BAD | {Status.SUSPECT} and key not in wounds.reported and key not in allowed
    ]
    return silent, noisy, report
