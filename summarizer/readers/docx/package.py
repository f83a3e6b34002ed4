"""Open the zip of a Word document under limits and parse its parts without external entities."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from summarizer.errors import DamagedDocument, ReadError, TooHeavy, TooLarge
from summarizer.readers.docx.names import STRICT
from summarizer.readers.zips import UNREADABLE_ZIP

__all__ = ["Package", "damaged", "heavy", "open_package"]

# A report with a thousand pictures has about two thousand parts.
MOST_ENTRIES = 10_000
# Uncompressed XML of a part: 10 MB of text in a docx expand to at most about 150 MB of XML.
LARGEST_PART = 256 * 1024 * 1024
# Word's XML compresses 5 to 60 times; a large part beyond this limit is a zip bomb.
MOST_EXPANSION, EXPANSION_FREE = 250, 4 * 1024 * 1024

_OFFICE = "/officeDocument"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its type, and the path of the target part."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """An opened document. `main` is the path of the part with the text."""

    name: str
    archive: zipfile.ZipFile
    paths: dict[str, zipfile.ZipInfo]
    main: str = ""

    def relations(self, path: str) -> dict[str, Relation]:
        """Return the relationships of a part by id; {} without any. Targets may be missing."""
        folder, leaf = posixpath.split(path)
        held = self.bytes_of(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        if not held:
            return {}
        found: dict[str, Relation] = {}
        for link in self._parse(held, path + ".rels"):
            target = (link.get("Target") or "").replace("\\", "/")
            external = link.get("TargetMode") == "External"
            if not external:
                target = _resolved(folder, target)
            found[link.get("Id") or ""] = Relation(link.get("Type") or "", target, external)
        return found

    def related(self, ending: str) -> Iterator[str]:
        """Yield the paths of the parts that the main part links to with this type, ordered by
        id.
        """
        for _, link in sorted(self.relations(self.main).items()):
            if link.kind.endswith(ending) and not link.external and self.has(link.target):
                yield link.target

    def has(self, path: str) -> bool:
        """Return whether the part exists. Like Word, ignore case in names."""
        return path.lower() in self.paths

    def bytes_of(self, path: str) -> bytes:
        """Return the bytes of a part, b"" when it is missing. Raises ReadError above the limits."""
        entry = self.paths.get(path.lower())
        if entry is None:
            return b""
        packed = max(entry.compress_size, 1)
        spread = entry.file_size > EXPANSION_FREE and entry.file_size / packed > MOST_EXPANSION
        if entry.file_size > LARGEST_PART or spread:
            raise heavy(self.name, f"“{path}” 解压后过大", f"'{path}' is too large when unpacked")
        try:
            return self.archive.read(entry)
        except UNREADABLE_ZIP as error:
            raise damaged(self.name, path) from error

    def root(self, path: str) -> etree._Element | None:
        """Return the XML of a part, None when it is missing.

        Raises ReadError when it is damaged.
        """
        held = self.bytes_of(path)
        return self._parse(held, path) if held.strip() else None

    def blocks(self, path: str) -> Iterator[etree._Element]:
        """Yield the elements of the body of a part; each is dropped when the next one is requested,
        so that a long document needs little memory.
        """
        held = self._plain(self.bytes_of(path), path)
        try:
            body: etree._Element | None = None
            found = etree.iterparse(
                BytesIO(held),
                events=("end",),
                tag=_BLOCKS,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in found:
                above = element.getparent()
                if above is None or etree.QName(above).localname != "body":
                    continue
                body = above
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del body[0]
        except etree.XMLSyntaxError as error:
            raise damaged(self.name, path, error) from error

    def _parse(self, held: bytes, path: str) -> etree._Element:
        try:
            parser = etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            return etree.fromstring(self._plain(held, path), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name, path, error) from error

    def _plain(self, held: bytes, path: str) -> bytes:
        """Return the part as UTF-8 in the usual namespaces.

        A document type is rejected: Office XML has none, and it could declare entities and external
        addresses.
        """
        if held.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = held.decode("utf-16", "replace")
            held = _DECLARATION.sub("", text).encode()
        if _DOCTYPE.search(held):
            raise damaged(self.name, path)
        if b"purl.oclc.org/ooxml" in held[:8192]:
            for strict, usual in STRICT.items():
                held = held.replace(strict, usual)
        return held


_BLOCKS = [
    "{*}p",
    "{*}tbl",
    "{*}sdt",
    "{*}customXml",
    "{*}ins",
    "{*}moveTo",
    "{*}del",
    "{*}moveFrom",
    "{*}AlternateContent",
    "{*}altChunk",
    "{*}oMathPara",
    "{*}smartTag",
]


def open_package(data: bytes, name: str) -> Package:
    """Return the document in a zip. Raises ReadError when it is not a Word document."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except UNREADABLE_ZIP as error:
        raise damaged(name, "zip") from error
    if len(entries) > MOST_ENTRIES:
        raise TooLarge(
            f"'{name}' 内含 {len(entries)} 个部件，超过 {MOST_ENTRIES} 的上限；请另存后再试",
            f"'{name}' holds {len(entries)} parts, over the limit of {MOST_ENTRIES}; "
            "save it again with Word",
        )
    paths = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
    package = Package(name, archive, paths)
    package.main = _main(package)
    return package


def _main(package: Package) -> str:
    """Return the path of the part with the text: the one that the package names, else the
    default.
    """
    for link in package.relations("").values():
        if link.kind.endswith(_OFFICE) and package.has(link.target):
            return link.target
    if package.has("word/document.xml"):
        return "word/document.xml"
    raise damaged(package.name, "word/document.xml")


def _resolved(folder: str, target: str) -> str:
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")


def damaged(name: str, part: str, cause: Exception | None = None) -> ReadError:
    """Return the error for a damaged file, naming the part."""
    place = f"，{getattr(cause, 'msg', cause)}" if cause else ""
    return DamagedDocument(
        f"无法读取 '{name}'：文件已损坏（{part}{place}）；请用 Word 或 WPS 打开修复，另存后再试",
        f"cannot read '{name}': the file is damaged ({part}{place.replace('，', ', ')}); "
        "open it with Word or WPS, repair it and save it again",
    )


def heavy(name: str, zh: str, en: str) -> ReadError:
    """Return the error for a file that exceeds memory or time, naming the cause."""
    return TooHeavy(
        f"无法读取 '{name}'：{zh}，超出处理能力；请拆分或用 Word 另存后再试",
        f"cannot read '{name}': {en}; split it, or save it again with Word",
    )
