"""Reads web pages (.html): the document in them, without what the web site puts around it."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from plangen.office.body import clean
from plangen.office.limits import MOST_HTML_BYTES, damaged, too_large
from plangen.office.passages import passages
from plangen.reading import page_rules, rules
from plangen.reading.blocks import inner_tables, lines_of
from plangen.reading.lines import SourceDocument
from plangen.reading.web_blocks import read_blocks
from plangen.reading.web_body import Body, find_body, load_containers
from plangen.terms.findings import Finding, Location

_MOST_TAGS = 1_000_000
_DECLARATION_BYTES = 4096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MOST_ATTRIBUTES = 1000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^>]{{{2 * _MOST_ATTRIBUTES},}}")
_QUOTED_VALUE = re.compile("\"[^\"]*\"|'[^']*'")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_ATTACHMENTS = (
    ".doc", ".docx", ".wps", ".pdf", ".xls", ".xlsx", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z", ".ceb",
)  # fmt: skip
_MOST_ATTACHMENTS = 20
_HALF = 0.5
_TITLE_NAMES = ("articletitle", "og:title", "title")
_TITLE_PARTS = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|[-–—]+(?=[^-–—]*(?:网|政府|局|厅|委)[^-–—]*$)")
_SITE_NAME = re.compile(r"(?:网|网站|门户|政府|局|厅|委员会|首页|公开)\s*$|^\s*$")


def read(path: Path, data: bytes) -> SourceDocument:
    """Return the lines of a web page.

    The body is looked for in the containers of ``templates/knowledge/web_containers.yaml``, then with trafilatura where
    it is installed, then by the density of the text.

    Args:
        path: the file's path, for its name.
        data: the file's bytes.

    Raises:
        FindingsError: the page is empty, larger than any plan, or cannot be parsed.
    """
    name = path.name
    if len(data) > MOST_HTML_BYTES:
        raise too_large(name, f"网页超过{MOST_HTML_BYTES // (1024 * 1024)}MB")
    page, lost = decode_page(data)
    if page.count("<") > _MOST_TAGS:
        raise too_large(name, "网页标记过多")
    root = _parse(page, name)
    title = _title(root)
    attachments = _attachments(root)
    known = load_containers()
    body = find_body(root, page, known.containers)
    left_out = frozenset(element for xpath in known.left_out for element in root.xpath(xpath))
    blocks, counts = read_blocks(body.elements, left_out, name)
    everything = tuple(passages(blocks, name))
    lines = tuple(lines_of(everything))
    if not lines:
        raise page_rules.HTML_WITHOUT_TEXT.error(Location(file=name))
    return SourceDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="html",
        lines=lines,
        findings=(
            *_findings(body, counts, lost, name),
            *inner_tables(everything, name),
            *_attachment_findings(attachments, name),
        ),
        title=title,
    )


def decode_page(data: bytes) -> tuple[str, int]:
    """Return the text of a page, and how many of its characters could not be decoded.

    What the page says of its encoding is often wrong; bytes that are UTF-8 are read as UTF-8 whatever it says.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return text, text.count("\ufffd")
    declared = _CHARSET.search(data[:_DECLARATION_BYTES])
    named = declared[1].decode("ascii", "replace").lower() if declared else ""
    if named in ("gb2312", "gbk", "x-gbk", "gb18030", "cp936", ""):
        named = "gb18030"
    for encoding in ("utf-8", named, "gb18030"):
        try:
            return data.decode(encoding), 0
        except (UnicodeDecodeError, LookupError):
            continue
    candidates = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    best = min(candidates, key=lambda text: text.count("\ufffd"))
    return best, best.count("\ufffd")


def _parse(page: str, name: str) -> Any:
    page = _XML_DECLARATION.sub("", page, count=1).replace("\x00", "")
    if any(len(_QUOTED_VALUE.sub("", tag[0]).split()) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(page)):
        raise too_large(name, f"一个标签的属性超过{_MOST_ATTRIBUTES}个")  # the parser compares each with all others
    parser = lxml_html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True, encoding="utf-8"
    )
    try:
        root = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise damaged(name, "网页内容为空或无法解析") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise too_large(name, "标签嵌套过深")  # what stands deeper is not in the tree
    return root


def _title(root: Any) -> str | None:
    """Return the title that the page states: of the article first, of the browser's window last."""
    metadata = {
        (element.get("name") or element.get("property") or "").lower(): element.get("content") or ""
        for element in root.iter("meta")
    }
    candidates = [metadata.get(_TITLE_NAMES[0], "")]
    candidates += ["".join(element.itertext()) for element in root.iter("h1")]
    candidates += [metadata.get(name, "") for name in _TITLE_NAMES[1:]]
    window = next(("".join(element.itertext()) for element in root.iter("title")), "")
    parts = _TITLE_PARTS.split(window)
    candidates.append(next((part for part in parts if not _SITE_NAME.search(part)), parts[0]))
    titles = (re.sub(r"\s+", " ", clean(candidate)) for candidate in candidates)
    return next((title for title in titles if title), None)


def _attachments(root: Any) -> dict[str, str]:
    """Return the attachments that a page links to: address -> text of the link."""
    found: dict[str, str] = {}
    for link in root.iter("a"):
        address = (link.get("href") or "").strip()
        try:
            path = unquote(urlsplit(address).path).lower()
        except ValueError:
            continue
        if path.endswith(_ATTACHMENTS):
            text = re.sub(r"\s+", " ", clean("".join(link.itertext())))
            found[address] = found.get(address) or text
    return found


def _attachment_findings(attachments: dict[str, str], name: str) -> Iterator[Finding]:
    for address, text in list(attachments.items())[:_MOST_ATTACHMENTS]:
        shown = text or unquote(urlsplit(address).path).rpartition("/")[2]
        yield page_rules.HTML_ATTACHMENT.found(Location(file=name), title=shown[:80], address=address[:200])
    if len(attachments) > _MOST_ATTACHMENTS:
        yield page_rules.HTML_ATTACHMENTS_MORE.found(Location(file=name), count=len(attachments))


def _findings(body: Body, counts: Counter[str], lost: int, name: str) -> Iterator[Finding]:
    where = Location(file=name)
    if lost:
        yield page_rules.HTML_ENCODING.found(where, count=lost)
    if not body.known:
        extra = '；安装网页组件可提高准确率：pip install "plangen[html]"' if body.extractor_missing else ""
        yield page_rules.HTML_BODY_GUESSED.found(where, extra=extra)
    elif len(body.elements) > 1:
        yield page_rules.HTML_BODY_SEVERAL.found(where, count=len(body.elements))
    if body.part < _HALF:
        yield page_rules.HTML_BODY_PART.found(where, share=f"{body.part:.0%}")
    if counts["pictures"]:
        yield rules.DOCUMENT_PICTURES.found(where, what=f"正文中有{counts['pictures']}幅图片")
    if counts["list-numbers"]:
        yield page_rules.HTML_LIST_NUMBERS.found(where, count=counts["list-numbers"])
    if counts["hidden"] or counts["left-out"]:
        yield page_rules.HTML_LEFT_OUT.found(where, hidden=counts["hidden"], furniture=counts["left-out"])
