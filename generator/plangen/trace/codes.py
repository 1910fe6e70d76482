"""Codes of the trace room's findings, each with what it means (English, for the documentation of codes)."""

from __future__ import annotations

CODES: dict[str, str] = {
    "draft-empty": "The draft holds no text that could carry anything.",
    "draft-without-headings": "The draft has no headings; its paragraphs are compared one by one.",
    "draft-without-units": "No part of the draft that carries an item says who answers for it.",
    "parent-given-twice": "The same parent was given twice; it is audited once.",
    "parent-without-items": "A parent has no items, so nothing of it can be carried.",
    "parent-without-text": "A parent has no sentences; only titles, groups, units and deadlines can be compared.",
    "item-doubtful": "The draft has something like the item, but nobody can tell from the text whether it carries it.",
    "item-duplicate": "A parent has two items with one id; both are audited under it.",
    "lead-changed": "The draft gives the lead of an item to another unit.",
    "units-lost": "Units that the parent names for an item are not named where the draft carries it.",
    "deadline-later": "The draft's deadline for an item is later than the parent's.",
    "target-weaker": "The draft's target for an indicator is weaker than the parent's.",
    "target-not-comparable": "The draft's target for an indicator cannot be compared with the parent's.",
    "target-missing": "The draft names an indicator without a target.",
    # comparing two versions of a parent
    "diff-without-text": "The sentences of items were not compared, because a version lacks them.",
    "diff-nothing-in-common": "Two versions of a parent share no item.",
    "diff-ids-differ": "Items have other ids in the new version's file, so a spec written for the old one misses them.",
    "diff-other-parent": "The spec does not carry the parent whose versions are compared.",
    "diff-plan-changed": "Two versions of a parent differ in period, level or place.",
    # checking a draft of the county's own plan
    "draft-not-docx": "The draft is no Word document (.docx).",
    "draft-of-another-spec": "The draft was rendered from another spec.",
    "draft-by-others": "The draft has none of plangen's marks; it was compared by its text alone.",
    "draft-without-anchors": "All bookmarks of the draft are lost; its items were looked for by their text.",
    "fingerprints-lost": "The draft does not say which wording of a parent it was rendered from.",
    "item-unknown": "The draft has an item that neither parents nor spec have now.",
    "item-copied": "An item stands in the draft a second time.",
    "item-rewritten": "Nothing under an item's heading is as it was rendered; only the heading tells the item.",
    "items-joined": "Items that the plan keeps apart share a paragraph.",
    "waived-but-carried": "An item that the spec waives still stands in the draft's body.",
    "waived-in-draft-only": "The draft says that an item is not carried; the spec does not.",
    "target-differs": "Body and table give an indicator different targets.",
    "deadline-missing": "A row has no deadline although the plan has one.",
    "past-deadline": "A deadline lies before the plan's period.",
    "past-period": "The draft uses the name of an earlier period.",
    "city-wording-left": "The draft still has a parent's wording.",
    "trace-row-missing": "The annex of parent items does not list an item, or is not there.",
}
