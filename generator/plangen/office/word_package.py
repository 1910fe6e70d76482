"""The one way into an Office file: its parts found, bounded, and parsed without entities or network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import IO, Any, cast

from lxml import etree

from plangen.office.limits import (
    MOST_BODY_BYTES,
    MOST_FILE_BYTES,
    MOST_PART_BYTES,
    MOST_TAGS,
    MOST_UNPACKED_BYTES,
    BoundedStream,
    damaged,
    open_zip,
    read_bounded,
    too_large,
    with_entities,
)
from plangen.terms.allowance import allow

_MAIN_TYPES = ("wordprocessingml.document.main", "wordprocessingml.template.main", "macroenabled")
_TYPES = "[Content_Types].xml"
_CANNOT_UNPACK = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def parse_xml(data: bytes, name: str = "", part: str = "") -> Any:
    """Return the root of an XML part, without comments and processing instructions.

    Args:
        data: the part.
        name: the file's name, for findings.
        part: the part's name, for findings.

    Raises:
        DocumentError: it is no XML, or declares a document type, which no Office file may have.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, f"部件{part}不是完好的XML") from error
    refuse_entities(root, name)
    return root


def refuse_entities(element: Any, name: str) -> None:
    """Refuse the XML that an element belongs to where it declares a document type.

    Raises:
        DocumentError: it does.
    """
    if element.getroottree().docinfo.doctype:
        raise with_entities(name)


def read_parts(data: bytes, name: str = "") -> dict[str, bytes]:
    """Return all parts of an Office file by name; see :class:`Package`."""
    return Package(data, name).parts()


class Package:
    """An Office file as its parts.

    Args:
        data: the file's bytes.
        name: the file's name, for findings.

    Raises:
        DocumentError: it is too large, cut short, damaged, encrypted, or has a part twice.
    """

    def __init__(self, data: bytes, name: str = "") -> None:
        if len(data) > MOST_FILE_BYTES:
            raise too_large(name, f"文件超过{MOST_FILE_BYTES // (1024 * 1024)}MB")
        allow(len(data))
        self.name = name
        self._archive = open_zip(data, name)
        # Some programs write backslashes or another case than the relationships have.
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.infolist():
            part = entry.filename.replace("\\", "/").lstrip("/").lower()
            if part in self._entries:
                raise damaged(name, f"部件{entry.filename}出现了两次")
            if not entry.is_dir():
                self._entries[part] = entry
        self._related: dict[str, dict[str, tuple[str, str]]] = {}

    @property
    def has_macros(self) -> bool:
        """Whether the file carries macros."""
        return any(part.endswith("vbaproject.bin") for part in self._entries)

    @property
    def has_pictures(self) -> bool:
        """Whether the file carries pictures."""
        return any("/media/" in part for part in self._entries)

    def parts(self) -> dict[str, bytes]:
        """Return all parts by name.

        Raises:
            DocumentError: they unpack to more than any document does, or are damaged.
        """
        left = MOST_UNPACKED_BYTES
        found: dict[str, bytes] = {}
        for part, entry in self._entries.items():
            with self._open(part) as stream:
                found[entry.filename] = read_bounded(stream, left, self.name)
            left -= len(found[entry.filename])
        return found

    def stream(self, part: str) -> IO[bytes]:
        """Return a part, the largest there is, as a stream that is bounded."""
        return cast(IO[bytes], BoundedStream(self._open(part), MOST_BODY_BYTES, self.name, MOST_TAGS))

    def read(self, part: str) -> bytes | None:
        """Return the content of a part, or None where there is none.

        Raises:
            DocumentError: it is larger than it may be, or damaged.
        """
        if part.lower() not in self._entries:
            return None
        with self._open(part) as stream:
            return read_bounded(stream, MOST_PART_BYTES, self.name)

    def parse(self, part: str) -> Any | None:
        """Return the root of a part, or None where there is none.

        Raises:
            DocumentError: the part is larger than it may be, damaged, or declares entities.
        """
        data = self.read(part)
        return None if data is None else parse_xml(data, self.name, part)

    def related(self, source: str, kind: str) -> str | None:
        """Return the name of a part by its relationship, or None.

        Args:
            source: name of the part that has the relationship, empty for the file itself.
            kind: last word of the relationship's type: ``officeDocument``, ``styles``.
        """
        return next((path for found, path in self.targets(source).values() if found == kind), None)

    def targets(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part: id -> last word of the type and name of the part that it leads to.

        Args:
            source: name of the part that has the relationships, empty for the file itself.
        """
        if source not in self._related:
            self._related[source] = self._relationships(source)
        return self._related[source]

    def main_part(self) -> str:
        """Return the name of the part that holds the text; Word does not always call it word/document.xml.

        Raises:
            DocumentError: there is none.
        """
        types = self.parse(_TYPES)
        for override in types if types is not None else ():
            content = (override.get("ContentType") or "").lower()
            part = (override.get("PartName") or "").lstrip("/")
            if any(main in content for main in _MAIN_TYPES) and part.lower() in self._entries:
                return str(part)
        part = self.related("", "officeDocument") or "word/document.xml"
        if part.lower() not in self._entries:
            raise damaged(self.name, "压缩包内没有Word正文")
        return part

    def _open(self, part: str) -> IO[bytes]:
        try:
            return self._archive.open(self._entries[part.lower()])
        except _CANNOT_UNPACK as error:
            raise damaged(self.name, f"部件{part}无法解压") from error

    def _relationships(self, source: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(source)
        root = self.parse(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relationship in root if root is not None else ():
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = relationship.get("Target") or ""
            if relationship.get("TargetMode") == "External" or not target:
                continue
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if path.lower() in self._entries:
                found.setdefault(relationship.get("Id") or "", (kind, path))
        return found
