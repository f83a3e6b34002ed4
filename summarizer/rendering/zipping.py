"""Files of Office, which are zip archives, without the time at which they were packed."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["timeless"]

_EARLIEST = (1980, 1, 1, 0, 0, 0)


_ABOUT = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def timeless(data: bytes) -> bytes:
    """The same archive with one date for all of its members: what is made twice is the same."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            member = zipfile.ZipInfo(info.filename, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(info)
            if info.filename == _ABOUT:
                content = _unmodified(content)
            target.writestr(member, content)
    return packed.getvalue()


def _unmodified(about: bytes) -> bytes:
    """The properties of a file: it was changed when it was made, whenever it was saved."""
    created = _CREATED.search(about)
    if created is None:
        return about
    return _MODIFIED.sub(lambda found: found[1] + created[1] + found[2], about)
