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
from plangen.office.problems import doubt, note, unusable
from plangen.reading.blocks import lines_of
from plangen.reading.lines import SourceDocument
from plangen.reading.web_blocks import read_blocks
from plangen.reading.web_body import Body, find_body, load_containers
from plangen.terms.findings import Finding

_MOST_TAGS = 1_000_000
_DECLARATION_BYTES = 4096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
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
    lines = tuple(lines_of(passages(blocks, name)))
    if not lines:
        raise unusable(
            "document-without-text",
            name,
            "网页中没有可读取的正文，可能由脚本动态生成，或正文是图片、附件",
            "请在浏览器中打开网页，全选正文复制到Word后另存为.docx，或下载网页所附的文件再行导入",
        )
    return SourceDocument(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        format="html",
        lines=lines,
        findings=(*_findings(body, counts, lost, name), *_attachment_findings(attachments, name)),
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
        yield note(
            "html-attachment",
            name,
            f"网页附有文件“{shown[:80]}”，其内容不在网页中",
            f"如规划正文或分工表在附件中，请下载后另行导入：{address[:200]}",
        )
    if len(attachments) > _MOST_ATTACHMENTS:
        yield note("html-attachment", name, f"网页共链接{len(attachments)}个文件，其余未列出")


def _findings(body: Body, counts: Counter[str], lost: int, name: str) -> Iterator[Finding]:
    if lost:
        yield doubt(
            "html-encoding",
            name,
            f"网页中有{lost}个字符无法解码，以“�”代替",
            "请在浏览器中打开网页，另存为“网页，全部”（UTF-8编码）后重新导入",
        )
    if not body.known:
        hint = "请用 --show-text 核对正文首尾；可在templates/knowledge/web_containers.yaml中补充该网站的正文容器"
        if body.extractor_missing:
            hint += '；安装网页组件可提高准确率：pip install "plangen[html]"'
        yield doubt("html-body-guessed", name, "网页没有已知的正文容器，正文范围系按文字疏密推定", hint)
    elif len(body.elements) > 1:
        yield doubt(
            "html-body-several",
            name,
            f"网页有{len(body.elements)}处正文容器，已按顺序全部读取",
            "请核对有无混入与规划无关的内容",
        )
    if body.part < _HALF:
        yield doubt(
            "html-body-part",
            name,
            f"所读正文只占全页文字的{body.part:.0%}",
            "请用 --show-text 核对正文是否完整；正文分页显示的，请将各页合并后导入",
        )
    if counts["pictures"]:
        yield doubt(
            "document-pictures",
            name,
            f"正文中有{counts['pictures']}幅图片，其中的文字无法读取",
            "指标表、专栏、分工表如系图片，请录入为表格后重新导入",
        )
    if counts["list-numbers"]:
        yield note(
            "html-list-numbers",
            name,
            f"有{counts['list-numbers']}个编号系浏览器自动生成，已补入文字",
            "如网页上不显示这些编号，请以网页为准",
        )
    if counts["hidden"] or counts["left-out"]:
        message = f"正文范围内有{counts['hidden']}处隐藏内容、{counts['left-out']}处分享按钮等网站内容，未读入"
        yield note("html-left-out", name, message)
