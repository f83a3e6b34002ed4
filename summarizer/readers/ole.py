"""Read OLE compound files: the names at the root, which distinguish .doc from .xls, and streams."""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["MAGIC", "root_names", "stream"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Maximum number of directory sectors read: 64 KiB to 512 KiB of names.
DIRECTORY_SECTORS = 128
# Maximum number of root entries read; a document has about ten.
ROOT_ENTRIES = 512

_NONE = 0xFFFFFFFF
_ENTRY = 128
_STREAM = 2


def root_names(data: bytes) -> frozenset[str]:
    """Return the names of streams and storages at the root; empty when the directory is damaged.

    >>> root_names(MAGIC + bytes(600))
    frozenset()
    """
    try:
        return frozenset(_root_names(_directory(data)))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def stream(data: bytes, name: str) -> bytes:
    """Return the named stream of the root, or b"". Raises ValueError for a damaged file.

    >>> stream(MAGIC + bytes(600), "WordDocument")
    Traceback (most recent call last):
    ValueError: no such sector size
    """
    try:
        return _Sectors(data).stream(name)
    except (struct.error, IndexError) as error:
        raise ValueError("broken compound file") from error


class _Sectors:
    """The sectors of a file and the table that chains them."""

    def __init__(self, data: bytes) -> None:
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError("no such sector size")
        self.data, self.size = data, 1 << shift
        self.most = len(data) // self.size + 1
        self.table: list[int] = []
        for sector in self._table_sectors():
            held = self._sector(sector)
            self.table.extend(struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4]))

    def _sector(self, sector: int) -> bytes:
        start = (sector + 1) * self.size
        return self.data[start : start + self.size]

    def _table_sectors(self) -> Iterator[int]:
        listed = struct.unpack_from("<109I", self.data, 76)
        yield from (one for one in listed if one < self.most)
        (further,) = struct.unpack_from("<I", self.data, 68)
        for _ in range(self.most):
            if further >= self.most:
                return
            held = self._sector(further)
            *listed_here, further = struct.unpack(f"<{self.size // 4}I", held)
            yield from (one for one in listed_here if one < self.most)

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        while sector < len(self.table) and len(found) <= self.most:
            found.append(self._sector(sector))
            sector = self.table[sector]
        return b"".join(found)

    def stream(self, name: str) -> bytes:
        (first,) = struct.unpack_from("<I", self.data, 48)
        directory = self._chain(first)
        wanted = name.encode("utf-16-le") + b"\0\0"
        for at in range(_ENTRY, len(directory), _ENTRY):
            entry = directory[at : at + _ENTRY]
            if entry[: len(wanted)] == wanted and entry[66] == _STREAM:
                sector, size = struct.unpack_from("<2I", entry, 116)
                (cutoff,) = struct.unpack_from("<I", self.data, 56)
                held = self._chain(sector) if size >= cutoff else self._small(directory, sector)
                return held[:size]
        return b""

    def _small(self, directory: bytes, sector: int) -> bytes:
        """Return a stream from the mini stream, which the root entry holds."""
        root = self._chain(struct.unpack_from("<I", directory, 116)[0])
        (first,) = struct.unpack_from("<I", self.data, 60)
        held = self._chain(first)
        table = struct.unpack(f"<{len(held) // 4}I", held)
        found: list[bytes] = []
        while sector < len(table) and len(found) <= len(table):
            found.append(root[64 * sector : 64 * sector + 64])
            sector = table[sector]
        return b"".join(found)


def _directory(data: bytes) -> bytes:
    """Return the sectors of the directory, concatenated."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError("no such sector size")
    size = 1 << shift
    fat = struct.unpack_from("<109I", data, 76)
    (sector,) = struct.unpack_from("<I", data, 48)
    found: list[bytes] = []
    while sector < _NONE - 4 and len(found) < DIRECTORY_SECTORS:
        start = (sector + 1) * size
        if start >= len(data):
            break
        found.append(data[start : start + size])
        block, place = divmod(sector, size // 4)
        if block >= len(fat) or fat[block] >= _NONE - 4:
            break
        (sector,) = struct.unpack_from("<I", data, (fat[block] + 1) * size + 4 * place)
    return b"".join(found)


def _root_names(directory: bytes) -> Iterator[str]:
    """Yield the names of the root's children: a left/right tree, entry 0 being the root."""
    (first,) = struct.unpack_from("<I", directory, 76)
    waiting, seen = [first], {_NONE}
    while waiting and len(seen) < ROOT_ENTRIES:
        number = waiting.pop()
        if number in seen or (number + 1) * _ENTRY > len(directory):
            continue
        seen.add(number)
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting.extend(struct.unpack_from("<2I", entry, 68))
