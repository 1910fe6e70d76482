"""The parts of a Word file: found, bounded, and parsed without entities or network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import IO, Any, cast

from lxml import etree

from plangen.office.limits import (
    MOST_BODY_BYTES,
    MOST_PART_BYTES,
    MOST_TAGS,
    BoundedStream,
    damaged,
    open_zip,
    read_bounded,
)
from plangen.office.problems import unusable
from plangen.terms.findings import FindingsError

_MAIN_TYPES = ("wordprocessingml.document.main", "wordprocessingml.template.main", "macroenabled")


def entities_refused(name: str) -> FindingsError:
    """Return the error for XML that declares a document type, which no Word file does."""
    return unusable(
        "document-with-entities",
        name,
        "文件内的XML带有文档类型或外部实体声明，正常的Word文件不会有，可能系蓄意构造，已停止读取",
        "请核对文件来源；确系规划的，请用Word或WPS打开后另存为新的.docx，再行导入",
    )


def has_document_type(element: Any) -> bool:
    """Return whether the XML that an element belongs to declares a document type."""
    return bool(element.getroottree().docinfo.doctype)


class WordPackage:
    """A .docx file as its parts.

    Args:
        data: the file's bytes.
        name: the file's name, for findings.

    Raises:
        FindingsError: it is cut short, damaged, encrypted, or no Word file.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._archive = open_zip(data, name)
        # Some programs write backslashes or another case than the relationships have.
        self._entries = {
            entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in self._archive.infolist()
        }
        self.main = self._main_part()
        self._related = self._relationships()

    @property
    def has_macros(self) -> bool:
        """Whether the file carries macros."""
        return any(part.endswith("vbaproject.bin") for part in self._entries)

    def has_picture_parts(self) -> bool:
        """Return whether the file carries pictures."""
        return any("/media/" in part for part in self._entries)

    def open_main(self) -> IO[bytes]:
        """Return the main document part as a bounded stream."""
        return cast(IO[bytes], BoundedStream(self._open(self.main), MOST_BODY_BYTES, self.name, MOST_TAGS))

    def parse_related(self, kind: str) -> Any | None:
        """Return the root of a part that belongs to the main document, or None where there is none.

        Args:
            kind: last word of the relationship's type: ``styles``, ``numbering``, ``footnotes``.
        """
        part = self._related.get(kind)
        return self.parse(part) if part else None

    def parse(self, part: str) -> Any | None:
        """Return the root of a part, or None where there is none.

        Raises:
            FindingsError: the part is larger than it may be, damaged, or declares entities.
        """
        if part.lower() not in self._entries:
            return None
        with self._open(part) as stream:
            data = read_bounded(stream, MOST_PART_BYTES, self.name)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name, f"部件{part}不是完好的XML") from error
        if has_document_type(root):
            raise entities_refused(self.name)
        return root

    def _open(self, part: str) -> IO[bytes]:
        try:
            return self._archive.open(self._entries[part.lower()])
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.name, f"部件{part}无法解压") from error

    def _main_part(self) -> str:
        types = self.parse("[Content_Types].xml")
        if types is not None:
            for override in types:
                content = (override.get("ContentType") or "").lower() if isinstance(override.tag, str) else ""
                part = (override.get("PartName") or "").lstrip("/") if content else ""
                if any(main in content for main in _MAIN_TYPES) and part.lower() in self._entries:
                    return part
        if "word/document.xml" in self._entries:
            return "word/document.xml"
        raise damaged(self.name, "压缩包内没有Word正文")

    def _relationships(self) -> dict[str, str]:
        folder, base = posixpath.split(self.main)
        root = self.parse(f"{folder}/_rels/{base}.rels")
        found: dict[str, str] = {}
        for relationship in root if root is not None else ():
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = relationship.get("Target") or ""
            if relationship.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault(kind, path)
        return found
