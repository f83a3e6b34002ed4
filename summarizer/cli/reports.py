"""Collect the reports of a batch: files, folders and zip archives.

Archive members are read one by one in memory and never unpacked to disk.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NoReturn

import summarizer
from summarizer.cli.messages import UsageError
from summarizer.errors import DamagedDocument, EncryptedDocument, ReadError, TooHeavy, TooLarge
from summarizer.limits import LARGEST_FILE
from summarizer.readers.suffixes import SUFFIXES
from summarizer.readers.zips import UNREADABLE_ZIP
from summarizer.schema import Document

__all__ = ["Report", "reports_in"]

# Maximum number of members; maximum expanded size of all members in bytes and relative to the
# archive.
MEMBERS, LARGEST_ALL, RATIO = 10_000, 2 << 30, 150
HARMLESS = 64 << 20


@dataclass(frozen=True, slots=True)
class Report:
    """A file or an archive member.

    `shown` is its name in messages, `place` the relative path of its result; `refusal` explains why
    it cannot be read.
    """

    shown: str
    place: Path
    file: Path
    member: str | None = None
    refusal: ReadError | None = None

    def read(self) -> Document:
        """Return the document. Raises ReadError."""
        if self.refusal:
            raise self.refusal
        if self.member is None:
            return summarizer.read(self.file)
        return summarizer.read_bytes(self._member(), self.place.name)

    def sha256(self) -> str:
        """Return the hash of the content, which the document's record has too, without reading
        it as a document. Raises ReadError or OSError.
        """
        if self.refusal:
            raise self.refusal
        if self.member is None:
            with self.file.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        return hashlib.sha256(self._member()).hexdigest()

    def _member(self) -> bytes:
        assert self.member is not None
        return _taken_out(self.file, self.member, self.shown)


def reports_in(sources: Sequence[str], *, without: Path | None = None) -> list[Report]:
    """Return each report of the sources once, except those in the folder `without`.

    Raises UsageError when there is none.
    """
    found = {(one.file, one.member): one for one in _reports(sources, without)}
    if not found:
        looked = " ".join(sorted(SUFFIXES))
        raise UsageError(
            f"没有可读的报告：{' '.join(sources)}；找过 {looked}",
            f"no report in {' '.join(sources)}; looked for {looked}",
        )
    return list(found.values())


def _reports(sources: Sequence[str], without: Path | None) -> Iterator[Report]:
    """Yield the reports in folder order."""
    inside = without.resolve() if without else None
    for source in map(Path, sources):
        if not source.is_dir():
            yield from _reports_of(source, Path(source.name))
            continue
        for file in sorted(source.rglob("*")):
            place = file.relative_to(source)
            own = inside is not None and file.resolve().is_relative_to(inside)
            # A symlink may lead to files that the folder's owner cannot read.
            if not file.resolve().is_relative_to(source.resolve()):
                continue
            if _is_report(PurePosixPath(place)) and file.is_file() and not own:
                yield from _reports_of(file, place)


def _is_report(place: PurePosixPath) -> bool:
    hidden = any(part.startswith((".", "~$", "__MACOSX")) for part in place.parts)
    is_readme = place.stem.lower() == "readme"
    return place.suffix.lower() in SUFFIXES and not hidden and not is_readme


def _reports_of(file: Path, place: Path) -> Iterator[Report]:
    """Yield the file itself, or the members of an archive."""
    if file.suffix.lower() != ".zip":
        yield Report(str(file), place, file)
        return
    try:
        members = _members(file)
    except ReadError as error:
        yield Report(str(file), place, file, refusal=error)
        return
    except OSError:
        yield Report(str(file), place, file)  # reading it raises the precise error
        return
    for info, name in members:
        shown = f"{file}!{name}"
        refusal = _refusal(info, shown)
        yield Report(shown, place.with_suffix("") / name, file, info.filename, refusal)


def _members(file: Path) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """Return the reports in an archive with safe relative paths."""
    with _opened(file) as archive:
        infos = archive.infolist()
    expanded = sum(info.file_size for info in infos)
    allowed = max(HARMLESS, min(LARGEST_ALL, RATIO * file.stat().st_size))
    if len(infos) > MEMBERS or expanded > allowed:
        raise TooHeavy(
            f"“{file}”展开后过大或文件过多；请解压后分批处理",
            f"'{file}' is too large when unpacked or holds too many files; unpack it"
            " and process it in parts",
        )
    named = [(info, _name(info)) for info in infos if not info.is_dir()]
    found = [(info, name) for info, name in named if _is_report(name)]
    if not found:
        raise DamagedDocument(
            f"压缩包“{file}”里没有可读的报告；请检查其中的文件",
            f"the archive '{file}' holds no report; look at the files in it",
            code="input-empty",
        )
    return found


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedDocument(
            f"压缩包“{file}”已损坏；请重新打包后再试",
            f"the archive '{file}' is damaged; pack it again",
        ) from error


def _name(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return the name of a member without parent references.

    Chinese programs write it in GBK without declaring it.
    """
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = name.replace("\\", "/").split("/")
    kept = [_plain(part) for part in parts if part not in ("", ".", "..")]
    return PurePosixPath(*kept)


def _plain(part: str) -> str:
    """Return a path component that is valid on every system."""
    return "".join(sign if sign.isprintable() and sign not in ':*?"<>|' else "_" for sign in part)[
        -200:
    ]


def _refusal(info: zipfile.ZipInfo, shown: str) -> ReadError | None:
    if info.flag_bits & 1:
        return EncryptedDocument(
            f"“{shown}”有密码保护；请解压后再试",
            f"'{shown}' is password-protected; unpack the archive first",
        )
    if info.file_size > LARGEST_FILE:
        return _too_large(shown)
    return None


def _too_large(shown: str) -> TooLarge:
    return TooLarge(
        f"“{shown}”超过 50 MB 的上限；请拆分成单份报告后再试",
        f"'{shown}' is over the limit of 50 MB; split it into single reports",
    )


def _taken_out(file: Path, member: str, shown: str) -> bytes:
    try:
        with _opened(file) as archive, archive.open(member) as stream:
            content = stream.read(LARGEST_FILE + 1)
    except UNREADABLE_ZIP as error:
        _raise_damaged(shown, error)
    if len(content) > LARGEST_FILE:
        raise _too_large(shown)
    return content


def _raise_damaged(shown: str, error: Exception) -> NoReturn:
    raise DamagedDocument(
        f"压缩包中的“{shown}”已损坏；请重新打包后再试",
        f"'{shown}' is damaged inside its archive; pack it again",
    ) from error
