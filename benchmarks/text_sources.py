#!/usr/bin/env python3
"""Measure whose the sentences of a draft are, and whether a figure in it is anybody's but the parent's or the county's.

Seven drafts: the three examples (one of them a 规划), a county and a district under a real city plan that was imported
with its text, a county that knows its parent by facts only, and a county under a plan for fire protection (in our own
words; no real one is at hand).  The four others are what ``plangen init`` writes, with nothing filled in.  For each:

- sentences by source (parent, county, proposal) and gaps in 【】;
- figures of ours: numbers with a unit, shares and frequencies that stand outside 【】 in the draft's text, and neither
  in the parents' titles, texts, points and quantities nor in the spec.  Counts that the draft makes of its own items
  are not looked at;
- quantities lost: figures of a parent that the text of the county's item neither has nor leaves open in 【】;
- said twice: sentences that are proposed in more than one place;
- wrong level: words of another level than the place's own (县 in a district's plan).

Usage: python benchmarks/text_sources.py [--details]
Exit code: 1 when a figure is ours, a quantity lost, a sentence proposed twice or a level wrong.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plangen.api import parents, prepare, starting
from plangen.document import rendering
from plangen.document.blocks import Document, Landscape, Paragraph, Table
from plangen.document.compose import load_pack
from plangen.document.markdown import parse_markdown
from plangen.parent.model import ParentPlan
from plangen.plan.census import census
from plangen.plan.figures import is_kept
from plangen.plan.model import CountyPlan
from plangen.plan.sentence import SentenceSource, joined
from plangen.terms.figures import find_figures, hide_quoted
from plangen.terms.quantity import Quantity
from plangen.terms.text import comparable

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PLANGEN_SHARED", ROOT.parent / "shared"))
FIRE_PLAN = """# 甲州市“十五五”消防事业发展规划

## 一、主要目标

1.火灾防控更加严密。到2030年，全市重大火灾隐患整改率达到98%。

## 二、主要任务

### （一）夯实火灾防控基础

1.压实消防安全责任。落实党政同责、一岗双责，把消防工作纳入年度考核。（责任单位：市消防救援支队、市公安局）

2.治理高层建筑火灾隐患。分类推进高层建筑消防设施改造，2028年底前完成既有高层住宅改造120栋。（责任单位：市住房城乡建设局）

3.建强多种形式消防队伍。每个乡镇至少建成1支专职消防队，接警后5分钟内出动。（责任单位：市消防救援支队）

### （二）提升灭火救援能力

4.完善消防水源。城市建成区市政消火栓完好率不低于95%。（责任单位：市水务局、市城市管理局）

5.开展消防宣传。推进消防宣传进社区、进学校、进家庭。（责任单位：市教育局、市消防救援支队）
"""
_GAP = re.compile("【[^【】]*】")
_FREQUENCY = re.compile(
    "每(?:年|半年|季度?|月|周|日|天|旬|两年|三年|五年)|逐(?:月|季|年)|季度|月度|半年|年度|(?:按|当)(?:月|季)"
)
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[.．]|[①-⑳]|[一二三四五六七八九十]+是)"
)
_OWN_COUNTS = re.compile("本方案共安排.*?。")
_REFERENCE = re.compile(r"(?:指标|目标|任务|工程)\d+(?:\.\d+)*")
_OTHER_LEVELS = {
    "区": re.compile("县级(?!以上)|全县|我县|本县|县政府|县直|县应急"),
    "县": re.compile("全区(?!域)|我区|本区(?!域)|区政府|区直|区应急局"),
}


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was found in one draft."""

    name: str
    sentences: dict[SentenceSource, int]
    gaps: int
    ours: tuple[str, ...]
    quantities: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    levels: tuple[str, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.ours or self.lost or self.twice or self.levels)


def measure(name: str, spec: Path) -> Measured:
    """Render a spec's draft and look at all that it says."""
    plan = prepare.plan_of(spec)
    settings = plan.spec.plan
    document = parse_markdown(rendering.markdown_of(plan, load_pack(settings.kind, settings.template)))
    counted = census(plan)
    proposals = Counter(
        one.text for item in plan.all_items() for one in item.sentences if one.source is SentenceSource.PROPOSAL
    )
    quantities = list(_quantities(plan))
    texts = list(_texts(document))
    wrong = _OTHER_LEVELS.get(plan.spec.county.name[-1])
    known = _known(plan.parents, spec)
    return Measured(
        name=name,
        sentences=dict(counted.sentences),
        gaps=counted.gaps,
        ours=tuple(_ours(texts, known)),
        quantities=len(quantities),
        lost=tuple(said for said, kept in quantities if not kept),
        twice=tuple(text for text, count in proposals.items() if count > 1),
        levels=tuple(f"{match[0]}：{text[:40]}" for text in texts if wrong and (match := wrong.search(text))),
    )


def _texts(document: Document) -> Iterator[str]:
    """Yield the text of every paragraph and cell, without numbering and the draft's counts of its own items."""
    for block in document.blocks:
        for inner in block.blocks if isinstance(block, Landscape) else (block,):
            if isinstance(inner, Paragraph):
                yield _OWN_COUNTS.sub("", _NUMBERING.sub("", inner.text))
            elif isinstance(inner, Table):
                yield from ("".join(run.text for run in cell.runs) for row in inner.rows for cell in row)


def _known(plans: Iterable[ParentPlan], spec: Path) -> str:
    """Return everything that parents and spec say, in which a figure may stand that is theirs."""
    parts = [spec.read_text("utf-8")]
    for plan in plans:
        for item in plan.all_items():
            parts += [item.title, item.group or "", item.text or "", item.target or "", item.deadline_text or ""]
            parts += [*item.points, *(f"{one.said}{one.number}" for one in item.quantities)]
    return comparable("\n".join(parts))


def _ours(texts: Iterable[str], known: str) -> Iterator[str]:
    for text in texts:
        plain = comparable(_REFERENCE.sub("", _GAP.sub("", text)))
        # 一项, 一张图 are articles, and no figures
        found = [one for one in find_figures(hide_quoted(plain)) if not plain.startswith("一", one.start)]
        figures = [said for one in found if not _is_fact(said := plain[one.start : one.end], known)]
        for said in (*figures, *_FREQUENCY.findall(plain)):
            if said not in known:
                yield f"{said}：{text[:60]}".replace("\n", " ")


def _is_fact(said: str, known: str) -> bool:
    """Return whether a figure's number stands in the parents or the spec by itself, as facts do: 52."""
    number = re.match(r"[\d.]+", said)
    return number is not None and re.search(rf"(?<![\d.]){re.escape(number[0])}(?![\d.])", known) is not None


def _quantities(plan: CountyPlan) -> Iterator[tuple[str, bool]]:
    """Yield every figure that a parent asks the county for, and whether the county's item has it, or leaves it open."""
    carried: dict[tuple[str, str], str] = {}
    for item in plan.all_items():
        for one in item.origins:
            text = carried.get((one.parent, one.item), "")
            carried[one.parent, one.item] = text + item.title + joined(item.sentences) + (item.deadline or "")
    for indicator in plan.indicators:
        for one in indicator.origins:
            carried[one.parent, one.item] = f"{indicator.name}：{indicator.target}；{indicator.parent_target or ''}"
    for parent in plan.parents:
        for item in parent.all_items():
            text = carried.get((parent.id, item.id))
            for quantity in item.quantities if text is not None else ():
                if quantity.place and plan.spec.county.name not in quantity.place:
                    continue
                yield f"{parent.id} {item.id} {quantity.said}", _stands(quantity, text or "")


def _stands(quantity: Quantity, text: str) -> bool:
    # of several parents the strictest stands
    return comparable(quantity.number) in comparable(text) or is_kept(quantity, text)


def _drafts(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the drafts to be measured, those of their own written into a folder."""
    for name in ("yonghe", "yonghe-145", "yonghe-guihua"):
        yield f"specs/{name}.yaml", ROOT / "specs" / f"{name}.yaml"
    fire = folder / "fire.md"
    fire.write_text(FIRE_PLAN, encoding="utf-8")
    yield "消防规划，县", _started(folder, "乙县", _imported(folder, fire, "fire-155"))
    yield "只有要点，县", _started(folder, "定襄县", "xinzhou-145")
    if (SHARED / "corpus").is_dir():
        text = _imported(folder, SHARED / "corpus" / "xinzhou-145.txt", "xinzhou-text")
        yield "有原文，县", _started(folder, "五台县", text)
        yield "有原文，区", _started(folder, "忻府区", text)


def _imported(folder: Path, document: Path, plan_id: str) -> str:
    imported = parents.import_parent(document, plan_id=plan_id)
    target = folder / f"{plan_id}.yaml"
    target.write_text(parents.parent_yaml(imported.plan), encoding="utf-8")
    return str(target)


def _started(folder: Path, county: str, parent: str) -> Path:
    target = folder / f"{county}.yaml"
    target.write_bytes(starting.new_spec(county, [parent], path=target).data)
    return target


def main() -> int:
    """Print the figures of every draft."""
    details = "--details" in sys.argv[1:]
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for name, spec in _drafts(Path(folder)):
            measured.append(one := measure(name, spec))
            said = " ".join(f"{source.value} {count}" for source, count in one.sentences.items())
            print(
                f"{one.name}: sentences {said}, gaps {one.gaps}; figures of ours {len(one.ours)}; quantities lost "
                f"{len(one.lost)} of {one.quantities}; proposed twice {len(one.twice)}; wrong level {len(one.levels)}"
            )
            if details:
                for text in (*one.ours, *one.lost, *one.twice, *one.levels):
                    print(f"    {text}")
    return 0 if all(one.clean for one in measured) else 1


if __name__ == "__main__":
    raise SystemExit(main())
