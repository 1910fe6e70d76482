"""Bounds on what a document from others may cost, and the files that cannot be opened at all.

The bounds are far above any plan (the largest real ones have some 300 pages and half a million characters), so that
meeting one of them says something is wrong with the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

from plangen.office import rules
from plangen.terms.findings import FindingsError, Location

MOST_FILE_BYTES = 128 * 1024 * 1024
"""Largest file that is opened."""
MOST_BODY_BYTES = 256 * 1024 * 1024
"""Largest unpacked body of a Word file; it is streamed, never held."""
MOST_PART_BYTES = 24 * 1024 * 1024
"""Largest unpacked part of a Word file that is held in memory (styles, numbering)."""
MOST_UNPACKED_BYTES = 200_000_000
"""Most bytes that all parts of an Office file unpack to, where all of them are held."""
MOST_PARTS = 5_000
"""Most parts of an Office file."""
MOST_RUNS = 300_000
"""Most runs (pieces of text of one look) in a Word file; a torn 100-page document has some 50,000."""
MOST_TAGS = 2_000_000
"""Most tags in the body of a Word file; a torn 100-page document has some 600,000."""
MOST_PARAGRAPHS = 150_000
"""Most paragraphs in a document, empty ones and those in table cells included."""
MOST_ROWS = 50_000
"""Most table rows in a Word file."""
MOST_CHARACTERS = 4_000_000
"""Most characters of text in a document."""
MOST_GRID_CELLS = 400_000
"""Most cells of all tables of a document together, merged cells counted as often as they are repeated."""
MOST_HTML_BYTES = 32 * 1024 * 1024
"""Largest web page."""
MOST_PAGES = 2_000
"""Most pages of a PDF."""
MOST_STREAM_BYTES = 64 * 1024 * 1024
"""Largest unpacked stream of a PDF (fonts are the largest ones), pictures aside."""
MOST_STREAMS_BYTES = 1024 * 1024 * 1024
"""Most bytes that all streams of a PDF unpack to, pictures aside."""

_MOST_DIRECTORY_BYTES = 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class DocumentError(FindingsError, ValueError):
    """A file that cannot be worked with at all: damaged, encrypted, larger than any plan."""


def too_large(name: str, what: str) -> DocumentError:
    """Return the error for a document that goes beyond a bound.

    Args:
        name: the file's name.
        what: what there is too much of, in Chinese, for instance ``文字片段超过50万个``.
    """
    return DocumentError([rules.DOCUMENT_TOO_LARGE.found(Location(file=name or None), what=what)])


def damaged(name: str, detail: str) -> DocumentError:
    """Return the error for a file that is incomplete or damaged.

    Args:
        name: the file's name.
        detail: what was found, in Chinese.
    """
    return DocumentError([rules.DOCUMENT_DAMAGED.found(Location(file=name or None), detail=detail)])


def encrypted(name: str, kind: str) -> DocumentError:
    """Return the error for a file that needs a password.

    Args:
        name: the file's name.
        kind: what the file is, in Chinese.
    """
    return DocumentError([rules.DOCUMENT_ENCRYPTED.found(Location(file=name or None), kind=kind)])


def with_entities(name: str) -> DocumentError:
    """Return the error for XML that declares a document type, which no Office file does."""
    return DocumentError([rules.DOCUMENT_WITH_ENTITIES.found(Location(file=name or None))])


class BoundedStream(io.RawIOBase):
    """A stream that raises once it has given more than a number of bytes.

    Args:
        stream: where the bytes come from.
        most: how many may come.
        name: the file's name, for the finding.
        most_tags: how many XML tags may come, or None.
    """

    def __init__(self, stream: IO[bytes], most: int, name: str, most_tags: int | None = None) -> None:
        self._stream = stream
        self._left = most
        self._most = most
        self._tags_left = most_tags
        self._name = name

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes.

        Raises:
            FindingsError: more came than may, or the packed bytes are damaged.
        """
        wanted = _CHUNK_BYTES if size is None or size < 0 else min(size, _CHUNK_BYTES)
        try:
            data = self._stream.read(wanted)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(self._name, "压缩数据无法解开，可能没有下载完整") from error
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._name, f"文件展开后超过{self._most // (1024 * 1024)}MB")
        if self._tags_left is not None:
            self._tags_left -= data.count(b"<")
            if self._tags_left < 0:
                raise too_large(self._name, "标记过多")
        return data


def read_bounded(stream: IO[bytes], most: int, name: str) -> bytes:
    """Return everything a stream has.

    Raises:
        FindingsError: it has more than ``most`` bytes, or is damaged.
    """
    bounded = BoundedStream(stream, most, name)
    chunks = []
    while chunk := bounded.read():
        chunks.append(chunk)
    return b"".join(chunks)


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """Return the archive that the bytes are.

    Raises:
        FindingsError: it is cut short or damaged, its directory is larger than any document's, or it is encrypted.
    """
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 70_000))
    if end < 0 or len(data) < end + 22:
        raise damaged(name, "文件尾部缺失，可能没有下载完整")
    (directory_bytes,) = struct.unpack_from("<I", data, end + 12)
    if directory_bytes > _MOST_DIRECTORY_BYTES:
        raise too_large(name, "所含部件过多")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise damaged(name, "压缩目录无法读取") from error
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise too_large(name, "所含部件过多")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise encrypted(name, "压缩包")
    return archive
