"""Render a page of a PDF as an image."""

from __future__ import annotations

import struct
import zlib

from pypdfium2 import PdfBitmap

from summarizer.errors import ConfigError
from summarizer.readers.pdf.opening import opened

__all__ = ["page_picture"]

# An A4 page at 300 dpi has 8.7 million pixels; larger pages are scaled down to this limit.
MOST_PIXELS = 16_000_000
LARGEST_SCALE = 6.0


def page_picture(data: bytes, page: int, *, scale: float = 2.0, name: str = "PDF") -> bytes:
    """Return a page, counted from 1, as a PNG with `scale` pixels per point, at most `MOST_PIXELS`.

    Raises the ReadError of `read_pdf` for a file that does not open, ConfigError for a missing page
    or a scale out of range.
    """
    if not 0 < scale <= LARGEST_SCALE:
        raise ConfigError(
            f"图片比例 {scale} 不在 0 到 {LARGEST_SCALE} 之间；请改用范围内的值",
            f"the scale {scale} is not between 0 and {LARGEST_SCALE}; use one that is",
        )
    with opened(data, name) as document:
        if not 1 <= page <= len(document):
            raise ConfigError(
                f"'{name}' 没有第 {page} 页；它共有 {len(document)} 页，请改用其中一页",
                f"'{name}' has no page {page}; it has {len(document)}, name one of them",
            )
        source = document[page - 1]
        wide, high = source.get_size()
        most = (MOST_PIXELS / max(1.0, wide * high)) ** 0.5
        return _png(source.render(scale=min(scale, most), rev_byteorder=True))


def _png(bitmap: PdfBitmap) -> bytes:
    """Return the bitmap as an RGB PNG."""
    pixels = memoryview(bitmap.buffer).cast("B")
    channels, wide = bitmap.n_channels, bitmap.width
    packer = zlib.compressobj(6)
    packed: list[bytes] = []
    for row in range(bitmap.height):
        line = bytearray(pixels[row * bitmap.stride :][: wide * channels])
        if channels == 4:
            del line[3::4]
        elif channels == 1:
            line = bytearray(value for value in line for _ in range(3))
        # Each row begins with its filter type: 0 is none.
        packed.append(packer.compress(b"\x00" + line))
    packed.append(packer.flush())
    head = struct.pack(">IIBBBBB", wide, bitmap.height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", b"".join(packed)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
