"""Builds the same document as Word, web page, text and PDF, so that tests can compare what is read from each.

The files are small packages written by hand: what is in them is exactly what the code below says.
"""

from __future__ import annotations

import html
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangen.reading.libreoffice import find_office
from plangen.terms.numerals import numeral

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Piece:
    """A paragraph, or a table row when it has cells.

    Attributes:
        text: the paragraph, number included.
        level: outline level, from 1, or None.
        cells: the cells of a row; an empty cell after a first one stands for a merged one when all others are empty.
        centred: the paragraph is a title.
    """

    text: str
    level: int | None = None
    cells: tuple[str, ...] | None = None
    centred: bool = False


def pieces_from_text(text: str) -> list[Piece]:
    """Return the paragraphs of a text; lines with tabs in more than one column become table rows."""
    pieces = []
    for line in text.replace("\ufeff", "").splitlines():
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if len(cells) > 2:
            pieces.append(Piece(line.strip(), cells=cells))
        elif line.strip():
            pieces.append(Piece(line.strip()))
    return pieces


# --- Word ---------------------------------------------------------------------------------------------------------


def word_package(body: str, **parts: str) -> bytes:
    """Return a Word file.

    Args:
        body: XML of what stands in ``w:body``; prefixes w, r, mc, wps, v, m and pic are bound.
        parts: further parts of the folder ``word`` without suffix (``numbering``, ``styles``, ``footnotes``), each the
            XML inside the part's root element.
    """
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "footer": "ftr", "header": "hdr"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{name}+xml"/>'
        for name in parts
    )
    related = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONSHIPS}/{name}" Target="{name}.xml"/>' for name in parts
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        '"application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
        f'openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": _root("document", f"<w:body>{body}</w:body>"),
    }
    files |= {f"word/{name}.xml": _root(roots[name], content) for name, content in parts.items()}
    return zip_of(files)


def zip_of(files: dict[str, str | bytes]) -> bytes:
    """Return a zip archive of the files, always the same bytes for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _root(name: str, content: str) -> str:
    spaces = {
        "w": WORD,
        "r": RELATIONSHIPS,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }
    bound = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{name} {bound}>{content}</w:{name}>'


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph with one run; ``properties`` is XML inside ``w:pPr``."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Return a run; tabs and line ends in the text become their elements."""
    parts = []
    for part in re.split(r"([\t\n])", text):
        if part in ("\t", "\n"):
            parts.append("<w:tab/>" if part == "\t" else "<w:br/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{html.escape(part, quote=False)}</w:t>')
    return f"<w:r><w:rPr>{properties}</w:rPr>{''.join(parts)}</w:r>"


def numbered(list_id: int, level: int = 0) -> str:
    """Return the properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level_rule(at: int, form: str, text: str, extra: str = "", start: int = 1) -> str:
    """Return a ``w:lvl`` of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract_list(name: int, levels: str, extra: str = "") -> str:
    """Return a ``w:abstractNum``."""
    return (
        f'<w:abstractNum w:abstractNumId="{name}"><w:multiLevelType w:val="multilevel"/>{extra}{levels}</w:abstractNum>'
    )


def list_of(list_id: int, abstract: int, overrides: str = "") -> str:
    """Return a ``w:num``."""
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def table(rows: Iterable[Sequence[str]], columns: int) -> str:
    """Return a table with borders; each row is the XML of its ``w:tc`` elements."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    width = 8800 // columns
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows)
        + "</w:tbl>"
    )


def cell(content: str, span: int = 1, merge: str | None = None, width: int = 1000) -> str:
    """Return a cell; ``content`` is text, or XML when it begins with ``<``; ``merge`` is restart or continue."""
    inner = content if content.startswith("<w:") else paragraph(content, '<w:ind w:firstLine="0"/><w:jc w:val="left"/>')
    properties = f'<w:tcW w:w="{width * span}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


OFFICIAL_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="FandolFang R" w:hAnsi="FandolFang R" '
    'w:eastAsia="FandolFang R"/><w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr>'
    '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640"/><w:jc w:val="left"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr>{first}'
    '<w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
"""Styles of a document in the official format: body of 16 points, two characters of indent, 28 points a line.

The text is not justified: LibreOffice 7.4 loses punctuation that hangs over the edge of justified text when it makes a
PDF.
"""

PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:footerReference w:type="default" r:id="rfooter"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
_PLAIN_PAGE = re.sub(r"<w:(header|footer)Reference[^>]*/>", "", PAGE)
FOOTER = (
    '<w:p><w:pPr><w:ind w:firstLine="0"/><w:jc w:val="center"/></w:pPr><w:r><w:t>— </w:t></w:r>'
    '<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p>'
)


def docx_typed(pieces: Iterable[Piece], *, running_head: str | None = None) -> bytes:
    """Return a Word file whose numbers are typed text.

    Args:
        pieces: the document.
        running_head: text of the page header, with page numbers in the footer; without it there are neither.
    """
    body = _word_body(pieces, lambda piece: paragraph(piece.text, _properties(piece)))
    styles = OFFICIAL_STYLES.format(first="")
    if running_head is None:
        return word_package(body + _PLAIN_PAGE, styles=styles)
    head = paragraph(running_head, '<w:ind w:firstLine="0"/><w:jc w:val="center"/>')
    return word_package(body + PAGE, styles=styles, footer=FOOTER, header=head)


@dataclass(frozen=True)
class _Form:
    pattern: re.Pattern[str]
    form: str
    label: str


_COUNT = "[一二三四五六七八九十]{1,3}"
_FORMS = (
    _Form(re.compile(f"({_COUNT})、"), "chineseCountingThousand", "%1、"),
    _Form(re.compile(f"（({_COUNT})）"), "chineseCounting", "（%2）"),
    _Form(re.compile(r"([1-9]\d{0,2})\.(?!\d)"), "decimal", "%3."),
    _Form(re.compile(r"（([1-9]\d{0,2})）"), "decimal", "（%4）"),
    _Form(re.compile("([①-⑳])"), "decimalEnclosedCircle", "%5"),
)


def docx_automatic(pieces: Iterable[Piece]) -> bytes:
    """Return a Word file whose numbers are automatic wherever the typed one has the form of a level.

    The first level is numbered through the style of headings, the others directly; where the document does not count
    on, a list with a start of its own stands, as Word makes it for "start new list".
    """
    counters: dict[int, int] = {}
    lists = [list_of(1, 1)]
    current = dict.fromkeys(range(len(_FORMS)), 1)

    def write(piece: Piece) -> str:
        for level, form in enumerate(_FORMS):
            match = form.pattern.match(piece.text)
            rest = piece.text[match.end() :].lstrip() if match else ""
            if not match or not rest:
                continue
            value = next(n for n in range(1, 1000) if numeral(n, form.form) == match[1])
            if value != counters.get(level, 0) + 1:
                lists.append(
                    list_of(
                        len(lists) + 1,
                        1,
                        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{value}"/></w:lvlOverride>',
                    )
                )
                current[level] = len(lists)
            counters[level] = value
            for deeper in range(level + 1, len(_FORMS)):
                counters.pop(deeper, None)
                current[deeper] = 1
            if level == 0 and current[0] == 1:
                return paragraph(rest, '<w:pStyle w:val="h1"/>' + _properties(piece))
            return paragraph(rest, numbered(current[level], level) + _properties(piece))
        return paragraph(piece.text, _properties(piece))

    body = _word_body(pieces, write)
    levels = "".join(
        level_rule(at, form.form, form.label, '<w:pStyle w:val="h1"/>' if at == 0 else "")
        for at, form in enumerate(_FORMS)
    )
    first = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    return word_package(
        body + _PLAIN_PAGE,
        styles=OFFICIAL_STYLES.format(first=first),
        numbering=abstract_list(1, levels) + "".join(lists),
    )


def _word_body(pieces: Iterable[Piece], write: Callable[[Piece], str]) -> str:
    parts = []
    for group in _grouped(pieces):
        if group[0].cells is None:
            parts.append(write(group[0]))
        else:
            columns = max(len(piece.cells or ()) for piece in group)
            parts.append(table([_word_row(piece.cells or (), columns) for piece in group], columns))
    return "".join(parts)


def _word_row(cells: tuple[str, ...], columns: int) -> list[str]:
    width = 8800 // columns
    if not any(cells[1:]):
        return [cell(cells[0], span=columns, width=width)]
    return [cell(text, width=width) for text in (*cells, *[""] * (columns - len(cells)))]


def _grouped(pieces: Iterable[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    for piece in pieces:
        if piece.cells is not None and groups and groups[-1][0].cells is not None:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _properties(piece: Piece) -> str:
    centred = '<w:ind w:firstLine="0"/><w:jc w:val="center"/>' if piece.centred else ""
    level = f'<w:outlineLvl w:val="{piece.level - 1}"/>' if piece.level else ""
    return centred + level


# --- other formats ------------------------------------------------------------------------------------------------


def html_page(pieces: Iterable[Piece], *, container: str = 'class="TRS_Editor"') -> bytes:
    """Return the document as a page of a government's web site, with all that stands around the text there."""
    parts = []
    for group in _grouped(pieces):
        if group[0].cells is None:
            piece = group[0]
            tag = f"h{piece.level}" if piece.level else "p"
            head, tail = piece.text[: len(piece.text) // 2], piece.text[len(piece.text) // 2 :]
            parts.append(f"<{tag}>　　<b>{html.escape(head)}</b><span>{html.escape(tail)}</span></{tag}>")
        else:
            columns = max(len(piece.cells or ()) for piece in group)
            rows = "".join(_html_row(piece.cells or (), columns) for piece in group)
            parts.append(f"<table><tbody>{rows}</tbody></table>")
    body = "\n".join(parts)
    page = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>规划文件_某市人民政府</title>
<style>p {{ margin: 0 }}</style><script>var text = "<p>（九）脚本里的文字</p>";</script></head>
<body><div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<table class="index"><tr><td>索引号</td><td>000014349</td><td>发布机构</td><td>某市人民政府</td></tr></table>
<div {container}>{body}</div>
<div class="share"><a href="#">分享到微信</a></div>
<div class="footer">主办单位：某市人民政府办公室</div></body></html>"""
    return page.encode("utf-8")


def _html_row(cells: tuple[str, ...], columns: int) -> str:
    if not any(cells[1:]):
        return f'<tr><td colspan="{columns}">{html.escape(cells[0])}</td></tr>'
    return "<tr>" + "".join(f"<td><p>{html.escape(text)}</p></td>" for text in cells) + "</tr>"


def gb18030_text(pieces: Iterable[Piece]) -> bytes:
    """Return the document as a text file in GB18030 with Windows line ends; cells are separated by tabs."""
    lines = ["\t".join(piece.cells) if piece.cells is not None else piece.text for piece in pieces]
    return "\r\n".join([*lines, ""]).encode("gb18030")


def convert(data: bytes, suffix: str, target: str, folder: Path) -> bytes:
    """Return a document that LibreOffice has converted.

    Args:
        data: the document.
        suffix: its suffix, with the dot.
        target: LibreOffice's name of the format to make, for instance ``pdf`` or ``doc:MS Word 97``.
        folder: an empty folder to work in.
    """
    office = find_office()
    assert office is not None, "LibreOffice is not installed"
    source = folder / f"source{suffix}"
    source.write_bytes(data)
    made = folder / "made"
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            target,
            "--outdir",
            str(made),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return next(made.iterdir()).read_bytes()


# --- PDF and compound files, byte by byte -------------------------------------------------------------------------


@dataclass(frozen=True)
class Printed:
    """A piece of text on a PDF page, in points from the left and the upper edge of an A4 page; it may be turned."""

    text: str
    left: float
    base: float
    size: float = 16
    turn: str = "1 0 0 1"


@dataclass(frozen=True)
class Rule:
    """A thin line on a PDF page, from one point to another."""

    left: float
    top: float
    right: float
    bottom: float


def pdf_of(
    pages: Sequence[Sequence[Printed | Rule]], *, extra: bytes = b"", title: str | None = None, entries: bytes = b""
) -> bytes:
    """Return a PDF of A4 pages; the font is one of those that readers know without its being in the file.

    Args:
        pages: what is printed on each page.
        extra: bytes that go into the trailer's dictionary, for instance an ``/Encrypt`` entry.
        title: title in the file's properties.
        entries: bytes that go into every page's dictionary, for instance a ``/Rotate`` entry.
    """
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /Ascent 880"
        b" /Descent -120 /CapHeight 880 /StemV 80 /ItalicAngle 0 >>",
    ]
    kids = []
    for page in pages:
        content = "\n".join(_pdf_operators(item) for item in page).encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents %d 0 R " % len(objects) + entries + b" >>"
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(pages)
    if title is not None:
        objects.append(b"<< /Title <" + ("\ufeff" + title).encode("utf-16-be").hex().encode("ascii") + b"> >>")
        extra += b" /Info %d 0 R" % len(objects)
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n" % (len(objects) + 1, extra, start)
    return data + b"%%EOF\n"


def _pdf_operators(item: Printed | Rule) -> str:
    if isinstance(item, Rule):
        return f"0.5 w {item.left} {842 - item.top} m {item.right} {842 - item.bottom} l S"
    text = item.text.encode("utf-16-be").hex()
    return f"BT /F {item.size} Tf {item.turn} {item.left} {842 - item.base} Tm <{text}> Tj ET"


def ruled_table(
    rows: Sequence[Sequence[str]], *, left: float = 80, top: float = 100, width: float = 110, height: float = 30
) -> list[Printed | Rule]:
    """Return a table with rules round every cell, each cell's text on one line."""
    columns = len(rows[0])
    right, bottom = left + columns * width, top + len(rows) * height
    items: list[Printed | Rule] = [
        Rule(left, top + at * height, right, top + at * height) for at in range(len(rows) + 1)
    ]
    items += [Rule(left + at * width, top, left + at * width, bottom) for at in range(columns + 1)]
    for at, row in enumerate(rows):
        items += [
            Printed(text, left + 5 + column * width, top + 20 + at * height, 12)
            for column, text in enumerate(row)
            if text
        ]
    return items


def compound_file(names: Sequence[str], *, flags: int = 0) -> bytes:
    """Return an OLE compound file with streams of these names, three at most.

    Args:
        names: names of the streams.
        flags: what stands where an old Word document keeps its flags.
    """
    free, end, directory_sector = 0xFFFFFFFF, 0xFFFFFFFE, 1
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += b"".join(
        value.to_bytes(size, "little")
        for value, size in (
            (0x3E, 2),
            (3, 2),
            (0xFFFE, 2),
            (9, 2),
            (6, 2),
            (0, 6),
            (0, 4),
            (1, 4),
            (directory_sector, 4),
        )
    )
    header += b"".join(value.to_bytes(4, "little") for value in (0, 4096, end, 0, end, 0, 0, *[free] * 108))
    allocation = b"".join(value.to_bytes(4, "little") for value in (0xFFFFFFFD, end, end, *[free] * 125))
    directory = b""
    for name, kind in (("Root Entry", 5), *((name, 2) for name in names)):
        encoded = (name + "\0").encode("utf-16-le")
        entry = encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + bytes([kind, 1])
        entry += b"\xff" * 12 + bytes(36) + (2).to_bytes(4, "little") + (512).to_bytes(8, "little")
        directory += entry
    content = bytes(10) + flags.to_bytes(2, "little") + bytes(500)
    return header + allocation + directory.ljust(512, b"\0") + content
