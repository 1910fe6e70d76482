"""Enumerations whose members have a word that a planner reads, beside the value that files and programs know."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """An enumeration of values with their words: ``CARRIED = "carried", "已承接"``.

    Attributes:
        label: the word that a planner reads.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member of its value and its word."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
