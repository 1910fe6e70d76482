"""What became of many counties in one run: what a city's view of them is made of.

It is small whatever the counties' plans are: a run over all counties of a province keeps all of it in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plangen.terms.findings import Finding, Location, Severity, exit_code
from plangen.terms.labelled import LabelledEnum
from plangen.trace.report_rows import ORDER, carried_share, percent

MOST_FINDINGS = 60
"""So many findings of a county are kept, the worst; the others are counted."""
MOST_WORST = 5
"""So many items of a county are kept that a person should look at first."""


class State(LabelledEnum):
    """What a county's run came to; the order is that in which a person looks at them."""

    FAILED = "failed", "没有完成"
    FINDINGS = "findings", "须处理"
    CLEAN = "clean", "没有错误"


@dataclass(frozen=True, kw_only=True)
class WorstItem:
    """An item to look at first.

    Attributes:
        item: its name, see :class:`~plangen.trace.report_leader.LeaderItem`.
        state: its state, see :data:`~plangen.trace.report_rows.ORDER`.
        label: the state's word.
        sentence: what is wrong, in Chinese.
    """

    item: str
    state: str
    label: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class CountyOutcome:
    """What became of one county.

    Attributes:
        county: its name; of a file that could not be read, the file's name without its ending.
        title: title of the plan or of the draft; empty where it is not known.
        spec: the spec's file; None where there is none.
        draft: the draft's file; None for one that was rendered in memory.
        code: the exit code with which the command would have ended for this county alone.
        said: what it came to, one sentence in Chinese.
        counts: how many items are in each state, and ``total``; of a render ``total``, ``carried`` and ``waived``;
            empty where nothing could be counted.
        worst: the items to look at first.
        findings: what there is to say, the worst first, without notes; at most :data:`MOST_FINDINGS`.
        severities: how many findings there are of each severity, with those that are not in ``findings``.
        written: the files that were written.
        backups: copies of files that people had changed.
        review: the whole check in its JSON form, where it was asked for.
    """

    county: str
    title: str = ""
    spec: str | None = None
    draft: str | None = None
    code: int = 0
    said: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    worst: tuple[WorstItem, ...] = ()
    findings: tuple[Finding, ...] = ()
    severities: Mapping[str, int] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    review: Mapping[str, Any] | None = None

    @property
    def state(self) -> State:
        """What it came to."""
        return (State.CLEAN, State.FINDINGS, State.FAILED)[self.code]

    @property
    def share(self) -> str:
        """The share of carried items; empty where nothing was checked."""
        return percent(carried_share(self.counts)) if "missing" in self.counts else ""

    @property
    def left_out(self) -> int:
        """How many findings are only counted, notes among them."""
        return sum(self.severities.values()) - len(self.findings)

    def with_findings(self, findings: Iterable[Finding]) -> CountyOutcome:
        """Return it with what there is to say: the worst is kept, all is counted."""
        found = tuple(dict.fromkeys(findings))
        counted = Counter(finding.severity.value for finding in found)
        shown = sorted((one for one in found if one.severity is not Severity.INFO), key=lambda one: one.severity.weight)
        kept = tuple(replace(one, values={}) for one in shown[:MOST_FINDINGS])
        return replace(self, findings=kept, severities={one.value: counted[one.value] for one in Severity})

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "county": self.county,
            "title": self.title,
            "spec": self.spec,
            "draft": self.draft,
            "state": self.state.value,
            "code": self.code,
            "message": self.said,
            "counts": dict(self.counts),
            "worst": [{"item": one.item, "status": one.state, "sentence": one.sentence} for one in self.worst],
            "severities": dict(self.severities),
            "findings": [finding.as_json() for finding in self.findings],
            "written": list(self.written),
            "backups": list(self.backups),
            **({"review": self.review} if self.review is not None else {}),
        }


def packed(outcome: CountyOutcome) -> dict[str, Any]:
    """Return an outcome as one process tells it to another."""
    worst = [vars(one) for one in outcome.worst]
    findings = [{**finding.as_json(), "unusable": finding.unusable} for finding in outcome.findings]
    return {**vars(outcome), "worst": worst, "findings": findings}


def unpacked(values: Mapping[str, Any]) -> CountyOutcome:
    """Return the outcome that was packed."""
    several = {name: tuple(values[name]) for name in ("written", "backups")}
    worst = tuple(WorstItem(**one) for one in values["worst"])
    findings = tuple(_finding(one) for one in values["findings"])
    return CountyOutcome(**{**values, **several, "worst": worst, "findings": findings})


def _finding(values: Mapping[str, Any]) -> Finding:
    read = {
        "severity": Severity(values["severity"]),
        "location": Location(**values["location"]),
        "items": tuple(values["items"]),
    }
    return Finding(**{**values, **read})


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What became of all of them.

    Attributes:
        command: ``render``, ``check`` or ``audit``.
        outcomes: one for each county, in the order of the input.
        findings: what there is to say of the run as a whole.
    """

    command: str
    outcomes: tuple[CountyOutcome, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def code(self) -> int:
        """The exit code: the worst of all."""
        return max([exit_code(self.findings), *(one.code for one in self.outcomes)])

    @property
    def states(self) -> dict[State, int]:
        """How many counties came to what."""
        found = Counter(one.state for one in self.outcomes)
        return {state: found[state] for state in State}

    @property
    def said(self) -> str:
        """How many counties came to what, in Chinese: 共20份：没有错误18份，须处理1份，没有完成1份。"""
        order = (State.CLEAN, State.FINDINGS, State.FAILED)
        parts = [f"{state.label}{self.states[state]}份" for state in order if self.states[state]]
        return f"共{len(self.outcomes)}份：{'，'.join(parts)}。" if parts else "没有要处理的文件。"

    @property
    def totals(self) -> dict[str, int]:
        """How many items of all counties together are in each state that was counted."""
        found: Counter[str] = Counter()
        for one in self.outcomes:
            found.update(one.counts)
        return {name: found[name] for name in ("total", *ORDER) if name in found}

    @property
    def ranked(self) -> tuple[CountyOutcome, ...]:
        """The outcomes in the order in which a person should look at them; alike ones in that of the input."""
        states = list(State)

        def weight(one: CountyOutcome) -> tuple[int, ...]:
            return (states.index(one.state), *(-one.counts.get(name, 0) for name in ORDER[:3]))

        return tuple(sorted(self.outcomes, key=weight))

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it, the counties in the order of the input."""
        return {
            "command": self.command,
            "code": self.code,
            "states": {state.value: count for state, count in self.states.items()},
            "counts": self.totals,
            "counties": [one.as_json() for one in self.outcomes],
            "findings": [finding.as_json() for finding in self.findings],
        }
