"""Codes of the plan room's findings, each with what it means (English, for the documentation of codes)."""

from __future__ import annotations

from plangen.plan import division_checks, knowledge, measures, phrases, resolve, themes, who

OWN_CODES: dict[str, str] = {
    # knowledge
    "localise-rules": "The rule table for county wording cannot be read or is wrong.",
    # parents and the spec's decisions about their items
    "no-parents": "No parent plan was given; the plan holds the county's own items only.",
    "duplicate-parent": "The same parent plan was given twice; it is inherited once.",
    "duplicate-item": "A parent plan has two items with the same id.",
    "unknown-parent": "The spec decides about a parent that is not among its parents.",
    "unknown-item": "The spec decides about an item that the parent does not have.",
    "decision-conflict": "The spec gives an item decisions that exclude each other; the item is carried as inherited.",
    "waiver-incomplete": "A waiver lacks its reason, who decided or when; the item is carried as inherited.",
    "waived-with-task": "Nested items are not carried because the item they stand under is not.",
    "nested-settings-unused": "The spec has settings for a nested item whose task is waived.",
    "target-without-indicator": "The spec gives a target for an item that is no indicator.",
    "setting-unused": "The spec gives an item a setting that does nothing for this kind of item or decision.",
    "merge-target-unknown": "An item is to be merged into one that does not exist; it is carried as inherited.",
    "merge-target-waived": "An item is to be merged into one that is not carried; it is carried as inherited.",
    "merge-cycle": "Items are to be merged into each other; the item is carried as inherited.",
    "merge-kind": "An item is to be merged into one of another kind; it is carried as inherited.",
    "merge-into-split": "An item is merged into one that is split; it goes to the first part.",
    "split-too-few": "An item is to be split into fewer than two parts; it is carried as inherited.",
    "split-kind": "An indicator cannot be split; it is carried as inherited.",
    "split-nested": "The items nested under a split item stand under its first part.",
    # the same task in several parents, and where further parents' items stand
    "auto-merged": "Items of several parents were recognised as the same and merged.",
    "possibly-same": "Items of several parents are alike; a person should decide whether they are the same.",
    "group-placed": "Items of further parents were placed in groups of the first parent.",
    "group-new": "Items of further parents stand in groups of their own.",
    # wording
    "left-city-wording": "The parent's wording could not be turned into the county's without a decision.",
    "levels-beside": "Nested items of one task speak of the parent's level and of the county's by turns.",
    "city-quantity": "A number or a sum of money that was the parent's stands in a sentence that is now the county's.",
    "level-lowered": "A title that says the parent's own level was turned into the county's.",
    "wording-changed": "Wording was shifted by one level; a person should check it.",
    # responsibility
    "unit-not-in-roster": "A unit that the spec names for an item is not in the roster.",
    "unit-dropped": "A unit that the parent names is left out by the spec's own lead or participants.",
    "units-suggested": "Units come from the theme and nobody has confirmed them.",
    "theme-missing": "No theme was recognised, so that measures and suggested units are general ones.",
    "unit-without-duty": "Units of the roster have nothing to do in the plan.",
    # deadlines
    "deadline-outside-period": "A deadline lies outside the county plan's period.",
    "deadline-missing": "The parents name no deadline; the end of the period stands in.",
    "deadline-after-parent": "The spec's deadline is later than the parent's.",
    "deadline-too-soon": "A deadline leaves less than three months after the plan's date, or is over.",
    "deadline-merged": "Merged items have different deadlines; the earliest holds.",
    # indicators
    "indicator-targets-differ": "Parents give the same indicator different targets; the strictest is taken.",
    "indicator-weaker": "The county's target is weaker than the parent's.",
    "indicator-not-comparable": "The county's target cannot be compared with the parent's.",
    "indicator-of-unknown": "The county's target is for an indicator that no parent has.",
    "indicator-of-waived": "The county's target is for an indicator that is not carried.",
    "indicator-target-missing": "An indicator has no target.",
    "indicator-twice": "The spec gives two targets for the same indicator.",
    # measures and facts
    "thing-absent": "What a task is about does not exist in the county according to its situation.",
    "fact-unknown": "A fact that decides whether measures apply is not stated in the situation.",
    "fact-conflict": "Two facts of the situation have names that exclude each other.",
}

CODES: dict[str, str] = {
    **knowledge.CODES,
    **themes.CODES,
    **phrases.CODES,
    **measures.CODES,
    **resolve.CODES,
    **division_checks.CODES,
    **who.CODES,
    **OWN_CODES,
}
