"""Small drafts for the tests of the trace room, as a reader would return them, and sentences to put into them."""

from __future__ import annotations

from plangen.reading.lines import Line, SourceDocument
from plangen.terms.place import Place

RESCUE = "组建水上搜救分队，配备冲锋舟和救生抛投器，汛期驻守重点河段。"
DRILLS = "每年至少开展一次桌面推演，演练后十日内形成评估报告并限期整改。"
GRAIN = "依托粮食加工企业建立成品粮动态储备，按季度轮换并公布库存。"
ROADS = "对临水临崖路段加装防护栏，急弯陡坡处增设警示桩和减速带。"


def document(*lines: str) -> SourceDocument:
    numbered = tuple(Line(text=text, place=Place(line=number)) for number, text in enumerate(lines, 1))
    return SourceDocument(name="draft.txt", sha256="0" * 64, format="txt", lines=numbered)


def table(*rows: tuple[str, ...], before: tuple[str, ...] = ()) -> SourceDocument:
    lines = [Line(text=text, place=Place(paragraph=number)) for number, text in enumerate(before, 1)]
    for number, cells in enumerate(rows, 1):
        lines.append(Line(text="\t".join(cells), place=Place(table=1, row=number), table=1, cells=cells))
    return SourceDocument(name="draft.docx", sha256="0" * 64, format="docx", lines=tuple(lines))
