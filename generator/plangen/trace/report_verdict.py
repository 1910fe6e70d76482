"""What a whole report of a check comes to, in a few sentences that never say more than it proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangen.terms.findings import Severity
from plangen.trace.model import CheckReport, Status, Via
from plangen.trace.report_rows import report_counts
from plangen.trace.report_words import DOUBTFUL
from plangen.trace.rules import PARENT_WITHOUT_TEXT


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the whole report comes to.

    Attributes:
        level: ``bad`` (something must be done), ``doubt`` (something should be looked at) or ``good``.
        text: a sentence, in Chinese.
    """

    level: str
    text: str


def by_text(report: CheckReport) -> bool:
    """Return whether everything was found by what the text says, as an audit does: then every judgement may err."""
    return bool(report.items) and all(item.via is Via.TEXT for item in report.items)


def verdict(report: CheckReport) -> Verdict:
    """Say in a few sentences what a report comes to, and never more than it proves.

    Args:
        report: the check or audit.

    Returns:
        The verdict.  What was found by text alone is never called good: such a finding may err.
    """
    counts = report_counts(report)
    if not counts["total"]:
        return Verdict(level="bad", text="没有可以核对的条目，不能据此认为上位规划已经承接。")
    level, text = _judged(report, counts)
    also = _besides(report, counts)
    if level == "good" and (also or by_text(report)):
        level = "doubt"
    return Verdict(level=level, text=f"{text}{also}")


def _judged(report: CheckReport, counts: Mapping[str, int]) -> tuple[str, str]:
    total = counts["total"]
    apart = [f"{status.label}{counts[status]}项" for status in (Status.WAIVED, Status.NOT_APPLICABLE) if counts[status]]
    carried = counts[Status.CARRIED] + counts[DOUBTFUL]
    text_only = by_text(report)
    whole = f"按文字比对，共{total}项" if text_only else f"共{total}项"
    errors = _count(report, Severity.ERROR)
    bad = [
        f"{counts[status]}项{word}"
        for status, word in ((Status.MISSING, "缺失"), (Status.SUSPECT, "需复核"), (Status.PARTIAL, "部分承接"))
        if counts[status]
    ]
    if counts[Status.MISSING] or counts[Status.SUSPECT]:
        todo = "请逐项核对，确属缺失或者不全的须处理后再报批" if text_only else "须处理后再报批"
        return "bad", f"{whole}，其中{'、'.join(bad)}，{todo}。"
    if errors:
        return "bad", f"核对中有{errors}个错误，结果不可作为承接的依据，请改正后重新核对。"
    if bad:
        return "doubt", f"{whole}，没有发现缺失和需复核的条目，但有{bad[0]}，请逐项核对。"
    if not carried:
        all_alike = f"共{total}项，全部{apart[0].removesuffix(f'{total}项')}"
        mixed = f"共{total}项，没有一项承接：{'，'.join(apart)}"
        return "doubt", f"{all_alike if len(apart) == 1 else mixed}，请逐项确认理由。"
    look = "，请逐项看过再定" if text_only else ""
    if apart:
        return "good", f"{whole}，已承接{carried}项，{'，'.join(apart)}，没有发现缺失的条目{look}。"
    return "good", f"{whole}，{'都找到了承接的内容' if text_only else '均已承接'}{look}。"


def _besides(report: CheckReport, counts: Mapping[str, int]) -> str:
    """Return what else a reader of the verdict must know, whatever the statuses are."""
    said = []
    if doubtful := counts[DOUBTFUL]:
        carried = counts[Status.CARRIED] + doubtful
        which = f"已承接的{carried}项中有{doubtful}项" if doubtful < carried else f"已承接的{carried}项都"
        said.append(f"{which}有疑点，请逐条核对。")
    if any(finding.code == PARENT_WITHOUT_TEXT.code for finding in report.findings):
        said.append("上位规划未附正文的，只核对了标题、所在组、责任单位和时限，不能说明内容已经写全。")
    errors, warnings = _count(report, Severity.ERROR), _count(report, Severity.WARNING)
    if errors and (counts[Status.MISSING] or counts[Status.SUSPECT]):
        said.append(f"核对中有{errors}个错误，请先改正再重新核对。")
    if warnings:
        said.append(f"核对中列有{warnings}条警告，请一并核对。")
    return "".join(said)


def _count(report: CheckReport, severity: Severity) -> int:
    return sum(finding.severity is severity for finding in report.findings)
