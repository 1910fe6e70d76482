"""Builds templates/style/gongwen.docx from styles.yaml: run ``python tools/style_document.py``.

The document has two sections, upright and landscape, with a sample of every style.  A planner opens it in Word,
changes styles, and saves it; the writer takes styles, page numbers and page set-up from it and leaves the samples.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from plangen.document.word_style import Data, load_style_data
from plangen.office.docx_package import (
    CUSTOM_CONTENT_TYPE,
    CUSTOM_PART,
    CUSTOM_RELATIONSHIP,
    custom_properties_xml,
    write_parts,
)
from plangen.terms.resources import templates_folder

_MILLIMETRE = 36_000  # in EMU, the unit of drawings
_FONT_NOTES = {  # family, pitch and the fonts that Word may take where one is missing
    "方正小标宋简体": ("script", "方正小标宋_GBK"),
    "仿宋_GB2312": ("modern", "仿宋"),
    "楷体_GB2312": ("modern", "楷体"),
    "黑体": ("modern", "SimHei"),
    "宋体": ("auto", "SimSun"),
    "Times New Roman": ("roman", ""),
}

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_DRAWING_NAMESPACES = f'xmlns:mc="{_MC}" xmlns:wp="{_WP}" xmlns:wps="{_WPS}" xmlns:a="{_A}"'


def build_style_document(data: Data) -> bytes:
    """Return the Word document with all styles.

    Args:
        data: styles.yaml, see :func:`plangen.document.word_style.load_style_data`.

    Returns:
        a .docx package; the same data give the same bytes.
    """
    parts = {
        "word/document.xml": _document(data),
        "word/styles.xml": _styles(data),
        "word/settings.xml": _settings(data),
        "word/fontTable.xml": _font_table(data),
        "word/theme/theme1.xml": _theme(data),
        "word/header1.xml": _header(data, ""),
        "word/header2.xml": _header(data, ""),
        "word/header3.xml": _header(data, _side_number(odd=True, identifier=1)),
        "word/header4.xml": _header(data, _side_number(odd=False, identifier=2)),
        "word/footer1.xml": _footer(data, odd=True),
        "word/footer2.xml": _footer(data, odd=False),
        "word/footer3.xml": _footer(data, odd=None),
        "word/footer4.xml": _footer(data, odd=None),
        "docProps/core.xml": _core("公文样式", "plangen"),
        "docProps/app.xml": _HEAD
        + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        + "<Application>plangen</Application></Properties>",
    }
    encoded = {name: text.encode("utf-8") for name, text in parts.items()}
    encoded[CUSTOM_PART] = custom_properties_xml({"plangen.style": "gongwen"})
    encoded["[Content_Types].xml"] = _content_types().encode("utf-8")
    encoded["_rels/.rels"] = _package_relationships().encode("utf-8")
    encoded["word/_rels/document.xml.rels"] = _document_relationships().encode("utf-8")
    return write_parts(encoded)


def _core(title: str, author: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
    )


def _content_types() -> str:
    overrides = {
        "word/document.xml": _WORD_TYPE.format("document.main"),
        "word/styles.xml": _WORD_TYPE.format("styles"),
        "word/settings.xml": _WORD_TYPE.format("settings"),
        "word/fontTable.xml": _WORD_TYPE.format("fontTable"),
        "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        **{f"word/header{number}.xml": _WORD_TYPE.format("header") for number in range(1, 5)},
        **{f"word/footer{number}.xml": _WORD_TYPE.format("footer") for number in range(1, 5)},
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        CUSTOM_PART: CUSTOM_CONTENT_TYPE,
    }
    entries = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{entries}</Types>'
    )


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>'
        for identifier, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def _package_relationships() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relationships(
        {
            "rId1": (f"{_R}/officeDocument", "word/document.xml"),
            "rId2": (core, "docProps/core.xml"),
            "rId3": (f"{_R}/extended-properties", "docProps/app.xml"),
            "rId4": (CUSTOM_RELATIONSHIP, CUSTOM_PART),
        }
    )


def _document_relationships() -> str:
    targets = {
        "rId1": (f"{_R}/styles", "styles.xml"),
        "rId2": (f"{_R}/settings", "settings.xml"),
        "rId3": (f"{_R}/fontTable", "fontTable.xml"),
        "rId4": (f"{_R}/theme", "theme/theme1.xml"),
    }
    targets |= {f"rId1{number}": (f"{_R}/header", f"header{number}.xml") for number in range(1, 5)}
    targets |= {f"rId2{number}": (f"{_R}/footer", f"footer{number}.xml") for number in range(1, 5)}
    return _relationships(targets)


def _settings(data: Data) -> str:
    # lines that end in a typed break are not to be stretched: doNotExpandShiftReturn
    return (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(data["line_breaks"]["not_after"])}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(data["line_breaks"]["not_before"])}/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1"'
        ' w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6"'
        ' w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(data: Data) -> str:
    fonts = ""
    for name in dict.fromkeys(data["fonts"].values()):
        family, other = _FONT_NOTES.get(name, ("auto", ""))
        alternative = f"<w:altName w:val={quoteattr(other)}/>" if other else ""
        charset = "00" if name == "Times New Roman" else "86"
        pitch = "variable" if charset == "00" else "fixed"
        fonts += (
            f'<w:font w:name={quoteattr(name)}>{alternative}<w:charset w:val="{charset}"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        )
    return f'{_HEAD}<w:fonts xmlns:w="{_W}">{fonts}</w:fonts>'


def _theme(data: Data) -> str:
    colours = {
        "dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6", "accent1": "4472C4", "accent2": "ED7D31",
        "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
        "folHlink": "954F72",
    }  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    latin, han = quoteattr(data["fonts"]["西文"]), quoteattr(data["fonts"]["仿宋"])
    font = f'<a:latin typeface={latin}/><a:ea typeface={han}/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{_HEAD}<a:theme xmlns:a="{_A}" name="gongwen"><a:themeElements>'
        f'<a:clrScheme name="gongwen">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="gongwen"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="gongwen"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _header(data: Data, content: str) -> str:
    style = data["styles"]["header"]["id"]
    return (
        f'{_HEAD}<w:hdr xmlns:w="{_W}" {_DRAWING_NAMESPACES}>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p></w:hdr>'
    )


def _footer(data: Data, *, odd: bool | None) -> str:
    style = data["styles"]["footer"]["id"]
    position = "" if odd is None else _number_position(odd=odd)
    number = "" if odd is None else _page_number()
    return (
        f'{_HEAD}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:pStyle w:val="{style}"/>{position}</w:pPr>{number}</w:p></w:ftr>'
    )


def _number_position(*, odd: bool) -> str:
    """Odd numbers stand one character in from the right, even ones from the left."""
    side = "right" if odd else "left"
    return f'<w:ind w:{side}="320" w:{side}Chars="100"/><w:jc w:val="{side}"/>'


def _page_number() -> str:
    return (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )


def _side_number(*, odd: bool, identifier: int) -> str:
    """Return the page number of a landscape page: turned by 90 degrees, where it is on the upright pages.

    A landscape sheet is bound with its left edge below, so the number stands along the left edge, at its lower end on
    odd and at its upper end on even pages.
    """
    left, width, length = 22.5, 8, 40  # millimetres
    top = 210 - 26 - length if odd else 28
    x, y, cx, cy = (round(value * _MILLIMETRE) for value in (left, top, width, length))
    style = "Header"
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{_number_position(odd=odd)}</w:pPr>{_page_number()}</w:p>'
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"/></wps:wsp>'
    )
    anchor = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{identifier}" name="页码{identifier}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_WPS}">{shape}</a:graphicData></a:graphic></wp:anchor>'
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing>{anchor}</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _styles(data: Data) -> str:
    fonts = data["fonts"]
    normal = data["styles"]["Normal"]
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        + _fonts_element(fonts, normal, complete=True)
        + _spacing_of_characters(data)
        + _size_element(normal["size"])
        + '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        + "</w:docDefaults>"
    )
    paragraph = "".join(_paragraph_style(name, style, data) for name, style in data["styles"].items())
    character = "".join(_character_style(name, style, fonts) for name, style in data["character_styles"].items())
    table = "".join(_table_style(name, style) for name, style in data["table_styles"].items())
    fixed = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{defaults}{paragraph}{fixed}{character}{table}</w:styles>'


def _fonts_element(fonts: Data, style: Data, *, complete: bool = False) -> str:
    """Return w:rFonts; Word takes a missing attribute from the style below, so all are named where one is."""
    if "font" not in style and not complete:
        return ""
    han, latin = fonts[style.get("font", "仿宋")], fonts[style.get("latin", "西文")]
    slots = {"ascii": latin, "eastAsia": han, "hAnsi": latin, "cs": latin}
    attributes = "".join(f" w:{slot}={quoteattr(name)}" for slot, name in slots.items())
    return f"<w:rFonts{attributes}/>"


def _size_element(size: float) -> str:
    half_points = round(size * 2)
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _spacing_of_characters(data: Data, style: Data | None = None) -> str:
    return f'<w:spacing w:val="{data["tighten_twips"] if style is None or style.get("tighten", True) else 0}"/>'


def _run_properties(style: Data, data: Data, *, is_normal: bool) -> str:
    parts = [_fonts_element(data["fonts"], style)]
    if style.get("bold"):
        parts.append("<w:b/><w:bCs/>")
    if colour := style.get("color"):
        parts.append(f'<w:color w:val="{colour}"/>')
    if is_normal or "tighten" in style:
        parts.append(_spacing_of_characters(data, style))
    if size := style.get("size"):
        parts.append(_size_element(size))
    text = "".join(parts)
    return f"<w:rPr>{text}</w:rPr>" if text else ""


def _lines(value: float | str, page: Data) -> int:
    """Return twips for points, or for ``2行`` lines of the page."""
    if isinstance(value, str):
        return round(float(value.removesuffix("行")) * int(page["line_pitch"]))
    return round(value * 20)


def _indents(style: Data, size: float) -> str:
    names = {"left": "left", "right": "right", "first": "firstLine", "hanging": "hanging"}
    attributes = ""
    for key, name in names.items():
        if key in style:
            characters = float(style[key])
            attributes += f' w:{name}="{round(characters * size * 20)}"'
            if characters.is_integer():  # Word prefers whole characters to twips; LibreOffice reads only twips
                attributes += f' w:{name}Chars="{round(characters * 100)}"'
    return f"<w:ind{attributes}/>" if attributes else ""


def _spacing(style: Data, page: Data) -> str:
    attributes = "".join(f' w:{key}="{_lines(style[key], page)}"' for key in ("before", "after") if key in style)
    if "at_least" in style:
        attributes += f' w:line="{round(style["at_least"] * 20)}" w:lineRule="atLeast"'
    elif "line" in style:
        attributes += f' w:line="{round(style["line"] * 20)}" w:lineRule="exact"'
    elif style.get("single"):
        attributes += ' w:line="240" w:lineRule="auto"'
    return f"<w:spacing{attributes}/>" if attributes else ""


def _paragraph_properties(name: str, style: Data, data: Data) -> str:
    page = data["page"]
    size = float(style.get("size", data["styles"]["Normal"]["size"]))
    parts = []
    if style.get("keep_next"):
        parts.append("<w:keepNext/><w:keepLines/>")
    if style.get("page_break"):
        parts.append("<w:pageBreakBefore/>")
    if name == "Normal":
        parts.append('<w:widowControl w:val="0"/>')  # 22 lines on every page, also where it leaves a single line
    if colour := style.get("rule_below"):
        parts.append(f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{colour}"/></w:pBdr>')
    if style.get("right_tab"):
        width = page["width"] - page["left"] - page["right"] - round(style["right"] * size * 20)
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>')
    if style.get("dot_tab"):
        width = page["width"] - page["left"] - page["right"]
        parts.append(f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>')
    if name == "Normal":
        parts.append('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>')
    if style.get("grid") is False:
        parts.append('<w:snapToGrid w:val="0"/>')
    parts += [_spacing(style, page), _indents(style, size)]
    if align := style.get("align"):
        parts.append(f'<w:jc w:val="{align}"/>')
    if outline := style.get("outline"):
        parts.append(f'<w:outlineLvl w:val="{outline - 1}"/>')
    text = "".join(parts)
    return f"<w:pPr>{text}</w:pPr>" if text else ""


def _paragraph_style(name: str, style: Data, data: Data) -> str:
    is_normal = name == "Normal"
    default = ' w:default="1"' if is_normal else ""
    custom = "" if name.isascii() else ' w:customStyle="1"'
    based_on = "" if is_normal else '<w:basedOn w:val="Normal"/>'
    following = '<w:next w:val="GwBody"/>' if "outline" in style else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style["id"]}"><w:name w:val={quoteattr(name)}/>'
        f"{based_on}{following}<w:qFormat/>{_paragraph_properties(name, style, data)}"
        f"{_run_properties(style, data, is_normal=is_normal)}</w:style>"
    )


def _character_style(name: str, style: Data, fonts: Data) -> str:
    properties = _fonts_element(fonts, style)
    if style.get("bold"):
        properties += "<w:b/><w:bCs/>"
    if underline := style.get("underline"):
        properties += f'<w:u w:val="{underline}"/>'
    if shading := style.get("shading"):
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{shading}"/>'
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style["id"]}"><w:name w:val={quoteattr(name)}/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{properties}</w:rPr></w:style>'
    )


def _table_style(name: str, style: Data) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{style["border"]}" w:space="0" w:color="auto"/>'
        for edge in ("top", "left", "bottom", "right", *(("insideH", "insideV") if style.get("inside", True) else ()))
    )
    margins = "".join(f'<w:{edge} w:w="{style[edge]}" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style["id"]}"><w:name w:val={quoteattr(name)}/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )


def _section(data: Data, *, landscape: bool) -> str:
    page = data["page"]
    first = 3 if landscape else 1
    references = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="rId{base}{first + offset}"/>'
        for kind, base in (("header", 1), ("footer", 2))
        for offset, which in enumerate(("default", "even"))
    )
    if landscape:  # the sheet is turned so that its left edge is the upright page's foot
        size = f'<w:pgSz w:w="{page["height"]}" w:h="{page["width"]}" w:orient="landscape"/>'
        edges = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
    else:
        size = f'<w:pgSz w:w="{page["width"]}" w:h="{page["height"]}"/>'
        edges = {edge: edge for edge in ("top", "right", "bottom", "left")}
    margins = "".join(f' w:{edge}="{page[source]}"' for edge, source in edges.items())
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}<w:pgMar{margins} w:header="{page["header"]}"'
        f' w:footer="{page["footer"]}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{page["line_pitch"]}"/></w:sectPr>'
    )


def _document(data: Data) -> str:
    explanation = "这是公文样式文件。请修改样式（不要改样式的名称），保存为文档；下面的示例文字不会出现在文稿里。"
    paragraphs = [_sample(explanation, "GwFlush")]
    for name, style in data["styles"].items():
        if name not in ("header", "footer"):
            shown = "正文（Normal）" if name == "Normal" else name
            paragraphs.append(_sample(f"样式示例：{shown}。样式改好以后，各处用到它的文字会一起变。", style["id"]))
    for name, style in data["character_styles"].items():
        paragraphs.append(_sample(f"文字样式示例：{name}。", "GwBody", style["id"]))
    section = f'<w:p><w:pPr><w:pStyle w:val="GwBody"/>{_section(data, landscape=False)}</w:pPr></w:p>'
    table = _sample_table(data)
    body = f"{''.join(paragraphs)}{section}{_sample('以下为横排页。', 'GwBody')}{table}{_sample('', 'GwBody')}"
    return (
        f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}{_section(data, landscape=True)}'
        "</w:body></w:document>"
    )


def _sample(text: str, style: str, character_style: str | None = None) -> str:
    properties = f'<w:rPr><w:rStyle w:val="{character_style}"/></w:rPr>' if character_style else ""
    run = f"<w:r>{properties}<w:t>{escape(text)}</w:t></w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>'


def _sample_table(data: Data) -> str:
    width = 3000
    styles = data["styles"]
    rows = ""
    for texts, style in ((("序号", "任务"), styles["表头"]["id"]), (("1", "表格正文示例"), styles["表格正文"]["id"])):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_sample(text, style)}</w:tc>' for text in texts
        )
        rows += f"<w:tr>{cells}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{data["table_styles"]["公文表格"]["id"]}"/>'
        f'<w:tblW w:w="{2 * width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


if __name__ == "__main__":
    (templates_folder() / "style" / "gongwen.docx").write_bytes(build_style_document(load_style_data()))
