"""Open a zip of parts (.xlsx, .ods) under limits: its content and its stated sizes are
untrusted.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.parsers import expat

from summarizer.errors import DamagedDocument, EncryptedDocument, ReadError, TooHeavy
from summarizer.readers.zips import UNREADABLE_ZIP

__all__ = ["Package", "local", "parse_xml"]

# Office files have a few dozen parts, one for each sheet and picture.
ENTRIES = 10_000
# Maximum expanded size in bytes of one part, and of all parts that are read.
LARGEST_PART, LARGEST_ALL = 256 << 20, 512 << 20
# Sheets of mostly empty formatting compress to a fiftieth, a zip bomb to a thousandth.
RATIO, HARMLESS = 150, 32 << 20


@dataclass(slots=True)
class Package:
    """The parts by name. `taken` counts the bytes read so far."""

    name: str
    archive: zipfile.ZipFile
    parts: dict[str, zipfile.ZipInfo]
    taken: int = field(default=0)

    @classmethod
    def open(cls, data: bytes, name: str) -> Package:
        """Return the package. Raises DamagedDocument, EncryptedDocument or TooHeavy."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE_ZIP as error:
            raise _damaged(name, "zip") from error
        found = archive.infolist()
        expanded = sum(part.file_size for part in found)
        if len(found) > ENTRIES or (expanded > HARMLESS and expanded > RATIO * len(data)):
            raise _too_heavy(name)
        return cls(name, archive, {part.filename.replace("\\", "/"): part for part in found})

    def read(self, part: str) -> bytes:
        """Return a part. Raises DamagedDocument, naming the part, when it is missing or damaged."""
        info = self.parts.get(part) or self._other_case(part)
        if info is None:
            raise _damaged(self.name, part)
        if info.flag_bits & 1:
            raise _encrypted(self.name)
        try:
            with self.archive.open(info) as stream:
                content = stream.read(LARGEST_PART + 1)
        except UNREADABLE_ZIP as error:
            raise _damaged(self.name, part) from error
        self.taken += len(content)
        if len(content) > LARGEST_PART or self.taken > LARGEST_ALL:
            raise _too_heavy(self.name)
        return content

    def parse(self, part: str, **handlers: object) -> None:
        """Parse an XML part; `handlers` are named as in expat."""
        parse_xml(self.read(part), f"{self.name}: {part}", self.name, **handlers)

    def has(self, part: str) -> bool:
        """Return whether the part exists."""
        return part in self.parts or self._other_case(part) is not None

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the relationships of a part within the package: id → (type, part name)."""
        folder, base = posixpath.split(part)
        relations = f"{folder}/_rels/{base}.rels".lstrip("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, says: dict[str, str]) -> None:
            if local(tag) == "Relationship" and says.get("TargetMode") != "External":
                place = posixpath.join("/", folder, unquote(says.get("Target", "")))
                kind = says.get("Type", "").rpartition("/")[2]
                found[says.get("Id", "")] = kind, posixpath.normpath(place).lstrip("/")

        if self.has(relations):
            self.parse(relations, StartElementHandler=start)
        return found

    def _other_case(self, part: str) -> zipfile.ZipInfo | None:
        """Return the part by its name in any case: some writers ignore case."""
        lower = part.lower()
        return next((info for name, info in self.parts.items() if name.lower() == lower), None)


def local(tag: str) -> str:
    """Return the name of a tag without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return tag.rpartition(":")[2]


def parse_xml(content: bytes, where: str, name: str, **handlers: object) -> None:
    """Parse XML without a DTD: entities are neither declared nor fetched."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declared: object) -> None:
        raise _damaged(name, f"{where}: DTD")

    parser.StartDoctypeDeclHandler = refuse
    for handler, function in handlers.items():
        setattr(parser, handler, function)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _damaged(name, f"{where}:{error.lineno}") from error


def _damaged(name: str, where: str) -> ReadError:
    return DamagedDocument(
        f"“{name}”已损坏（{where}）；请用 Excel 或 WPS 打开，另存后再试",
        f"'{name}' is damaged ({where}); open it with Excel or WPS and save it again",
    )


def _encrypted(name: str) -> ReadError:
    return EncryptedDocument(
        f"“{name}”有密码保护；请取消密码后另存再试",
        f"'{name}' is password-protected; remove the password and save the file again",
    )


def _too_heavy(name: str) -> ReadError:
    return TooHeavy(
        f"“{name}”展开后过大；请删去多余的工作表和格式，或拆分后再试",
        f"'{name}' is too large when unpacked; remove surplus sheets and formats, or split it",
    )
