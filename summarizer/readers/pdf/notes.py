"""Build the notes on how a PDF was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.readers.pdf.shapes import Page
from summarizer.schema import Note

__all__ = ["listed", "notes_of"]

# Maximum number of characters of hidden text in a note.
SHOWN = 40
# A picture that covers less of the page than this is an ornament.
PICTURED = 0.05


def notes_of(pages: Sequence[Page], unread: Sequence[int]) -> tuple[Note, ...]:
    """Return notes on recognised and unread pages, hidden text and unmapped characters."""
    found: list[Note] = []
    if recognised := [page.number for page in pages if page.recognised]:
        zh, en = listed(recognised)
        found.append(
            Note(
                "recognised",
                f"第 {zh} 页是图片，文字由识别（OCR）得来，其中的数字一律待复核",
                f"page {en}: a picture, its text was recognised (OCR); check every number in it",
            )
        )
    if unread:
        zh, en = listed(unread)
        found.append(
            Note(
                "pages-unread",
                f"第 {zh} 页是图片或文字层是乱码，没有读取；请安装文字识别组件"
                "（pip install 'budget-report-summarizer[ocr]'）后再试",
                f"page {en}: a picture or garbled text, not read; install the extra that "
                "recognises text (pip install 'budget-report-summarizer[ocr]')",
            )
        )
    found += _pictures(pages, unread)
    found += _hidden(pages)
    found += _unmapped(pages)
    return tuple(found)


def _pictures(pages: Sequence[Page], unread: Sequence[int]) -> Iterable[Note]:
    pictured = [
        page.number
        for page in pages
        if page.pictured > PICTURED and not page.recognised and page.number not in unread
    ]
    if pictured:
        zh, en = listed(pictured)
        yield Note(
            "pictures",
            f"第 {zh} 页有图片（如图表、印章），其中的文字和数字没有读取",
            f"page {en} has pictures, such as charts or seals; text and numbers in them were not "
            "read",
        )


def _hidden(pages: Sequence[Page]) -> Iterable[Note]:
    hidden = [page for page in pages if page.hidden]
    if not hidden:
        return
    zh, en = listed([page.number for page in hidden])
    count = sum(len(page.hidden) for page in hidden)
    words = "".join("".join(page.hidden) for page in hidden)
    shown = words[:SHOWN] + ("…" if len(words) > SHOWN else "")
    yield Note(
        "hidden-text",
        f"第 {zh} 页有看不见的文字（白色、透明、被遮盖、页面之外或斜排水印，共 {count} 字），"
        f"没有读取：{shown}",
        f"page {en}: {count} invisible characters (white, transparent, covered, outside the "
        f"page or a slanted watermark) were left out: {shown}",
    )


def _unmapped(pages: Sequence[Page]) -> Iterable[Note]:
    unmapped = [page.number for page in pages if page.unmapped and not page.recognised]
    if unmapped:
        zh, en = listed(unmapped)
        yield Note(
            "unnamed-characters",
            f"第 {zh} 页有文件没有说明是什么字的字形，请对照原文核对",
            f"page {en}: glyphs for which the file names no character; compare with the original",
        )


def listed(numbers: Sequence[int]) -> tuple[str, str]:
    """Return page numbers for a sentence, in Chinese and English, with runs abbreviated.

    >>> listed([1, 2, 3, 7])
    ('1–3、7', '1–3, 7')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return "、".join(words), ", ".join(words)
