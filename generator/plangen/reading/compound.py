"""The directory of an OLE compound file: what old Word files and password-protected new ones are packed in."""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How every compound file begins."""

_END = 0xFFFFFFFA
_MOST_DIRECTORY_SECTORS = 4096
_FIB_FLAGS = 0x0A
_FIB_ENCRYPTED = 0x0100


def stream_names(data: bytes) -> frozenset[str]:
    """Return the names of the streams and storages in a compound file; empty when the directory is damaged."""
    return frozenset(name for name, _ in _entries(data))


def is_encrypted_word_document(data: bytes) -> bool:
    """Return whether an old Word document (.doc) needs a password to be opened."""
    for name, first_sector in _entries(data):
        if name == "WordDocument":
            offset = _offset(data, first_sector)
            if offset + _FIB_FLAGS + 2 <= len(data):
                (flags,) = struct.unpack_from("<H", data, offset + _FIB_FLAGS)
                return bool(flags & _FIB_ENCRYPTED)
    return False


def _sector_bytes(data: bytes) -> int:
    shift = int.from_bytes(data[30:32], "little")
    return 1 << shift if shift in (9, 12) else 512


def _offset(data: bytes, sector: int) -> int:
    return (sector + 1) * _sector_bytes(data)


def _entries(data: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name and first sector of each directory entry."""
    if not data.startswith(SIGNATURE) or len(data) < 512:
        return
    size = _sector_bytes(data)
    # The 109 allocation sectors that the header lists are enough for files of some 7 MB; in larger ones the
    # directory's first sector is still found, and the streams asked for here stand first in it.
    allocation = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < _END]
    (sector,) = struct.unpack_from("<I", data, 48)
    for _ in range(_MOST_DIRECTORY_SECTORS):
        start = _offset(data, sector)
        if sector >= _END or start + size > len(data):
            return
        for entry in range(start, start + size, 128):
            name_bytes = int.from_bytes(data[entry + 64 : entry + 66], "little")
            if 2 < name_bytes <= 64:
                name = data[entry : entry + name_bytes - 2].decode("utf-16-le", "replace")
                yield name, int.from_bytes(data[entry + 116 : entry + 120], "little")
        table, place = divmod(sector, size // 4)
        if table >= len(allocation):
            return
        next_at = _offset(data, allocation[table]) + 4 * place
        if next_at + 4 > len(data):
            return
        (sector,) = struct.unpack_from("<I", data, next_at)
