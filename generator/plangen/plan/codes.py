"""Codes of the plan room's findings, each with what it means (English, for the documentation of codes)."""

from __future__ import annotations

CODES: dict[str, str] = {
    # knowledge
    "localise-rules": "the rule table for county wording cannot be read or is wrong",
    "plan-words": "the words for titles, groups and targets cannot be read or lack something",
    "same-words": "the words and thresholds for telling the same tasks cannot be read or are wrong",
    # parents and the spec's decisions about their items
    "no-parents": "no parent plan was given; the plan holds the county's own items only",
    "duplicate-parent": "the same parent plan was given twice; it is inherited once",
    "duplicate-item": "a parent plan has two items with the same id",
    "unknown-parent": "the spec decides about a parent that is not among its parents",
    "unknown-item": "the spec decides about an item that the parent does not have",
    "decision-conflict": "the spec gives an item decisions that exclude each other; the item is carried as inherited",
    "waiver-incomplete": "a waiver lacks its reason, who decided or when; the item is carried as inherited",
    "waived-with-task": "nested items are not carried because the item they stand under is not",
    "nested-settings-unused": "the spec has settings for a nested item whose task is waived",
    "target-without-indicator": "the spec gives a target for an item that is no indicator",
    "setting-unused": "the spec gives an item a setting that does nothing for this kind of item or decision",
    "merge-target-unknown": "an item is to be merged into one that does not exist; it is carried as inherited",
    "merge-target-waived": "an item is to be merged into one that is not carried; it is carried as inherited",
    "merge-cycle": "items are to be merged into each other; the item is carried as inherited",
    "merge-kind": "an item is to be merged into one of another kind; it is carried as inherited",
    "merge-into-split": "an item is merged into one that is split; it goes to the first part",
    "split-too-few": "an item is to be split into fewer than two parts; it is carried as inherited",
    "split-kind": "an indicator cannot be split; it is carried as inherited",
    "split-nested": "the items nested under a split item stand under its first part",
    # the same task in several parents, and where further parents' items stand
    "auto-merged": "items of several parents were recognised as the same and merged",
    "possibly-same": "items of several parents are alike; a person should decide whether they are the same",
    "group-placed": "items of further parents were placed in groups of the first parent",
    "group-new": "items of further parents stand in groups of their own",
    # wording
    "left-city-wording": "the parent's wording could not be turned into the county's without a decision",
    "levels-beside": "nested items of one task speak of the parent's level and of the county's; not all are the county's",
    "wording-changed": "wording was shifted by one level; a person should check it",
    # responsibility
    "unit-not-in-roster": "a unit that the spec names for an item is not in the roster",
    "unit-dropped": "a unit that the parent names is left out by the spec's own lead or participants",
    "units-suggested": "units come from the theme and nobody has confirmed them",
    "theme-missing": "no theme was recognised, so that measures and suggested units are general ones",
    "unit-without-duty": "units of the roster have nothing to do in the plan",
    # deadlines
    "deadline-outside-period": "a deadline lies outside the county plan's period",
    "deadline-missing": "the parents name no deadline; the end of the period stands in",
    "deadline-after-parent": "the spec's deadline is later than the parent's",
    "deadline-merged": "merged items have different deadlines; the earliest holds",
    # indicators
    "indicator-targets-differ": "parents give the same indicator different targets; the strictest is taken",
    "indicator-weaker": "the county's target is weaker than the parent's",
    "indicator-not-comparable": "the county's target cannot be compared with the parent's",
    "indicator-of-unknown": "the county's target is for an indicator that no parent has",
    "indicator-of-waived": "the county's target is for an indicator that is not carried",
    "indicator-target-missing": "an indicator has no target",
    "indicator-twice": "the spec gives two targets for the same indicator",
    # measures and facts
    "theme-absent": "what a task is about does not exist in the county according to its situation",
    "fact-unknown": "a fact that decides whether measures apply is not stated in the situation",
    "fact-conflict": "two facts of the situation have names that exclude each other",
}
