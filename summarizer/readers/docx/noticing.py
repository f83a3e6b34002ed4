"""Build the notes on a Word document: omitted content and content taken over unchecked."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.readers.docx.names import qualified
from summarizer.readers.docx.package import Package
from summarizer.schema import Note

__all__ = ["notes"]

# What the reader counted, the code of its note, and its wording.
_COUNTED: tuple[tuple[str, str, str, str], ...] = (
    ("hidden", "hidden-text", "隐藏文字 {} 处，未读入", "{} pieces of hidden text were left out"),
    ("pictures", "pictures", "图片 {} 张，其中的文字未读取", "{} pictures; their text is not read"),
    ("charts", "charts", "图表 {} 个，其中的数据未读取", "{} charts; their numbers are not read"),
    (
        "diagrams",
        "diagrams",
        "SmartArt 图形 {} 个，其中的文字未读取",
        "{} SmartArt diagrams; their text is not read",
    ),
    ("embedded", "embedded", "嵌入对象 {} 个，没有打开", "{} embedded objects were not opened"),
    (
        "foreign",
        "foreign-part",
        "插入的其他格式内容 {} 处，没有读取；请用 Word 打开并另存后再试",
        "{} inserted parts of another format were not read; open the file with Word and save it",
    ),
)


def notes(package: Package, seen: Mapping[str, int]) -> tuple[Note, ...]:
    """Return the notes on a document; `seen` counts what its body contains."""
    found: list[Note] = []
    inserted, deleted = seen.get("inserted", 0), seen.get("deleted", 0)
    if inserted or deleted:
        found.append(
            Note(
                "revisions",
                f"文件带有修订（插入 {inserted} 处、删除 {deleted} 处），按全部接受读取",
                f"the file has tracked changes ({inserted} insertions, {deleted} deletions); "
                "it is read as if all were accepted",
            )
        )
    if remarks := _comments(package):
        found.append(
            Note("comments", f"批注 {remarks} 条，未读入", f"{remarks} comments were left out")
        )
    for key, code, zh, en in _COUNTED:
        if count := seen.get(key, 0):
            found.append(Note(code, zh.format(count), en.format(count)))
    if any(path.endswith("vbaproject.bin") for path in package.paths):
        found.append(Note("macros", "文件含宏，没有运行", "the file holds macros; none was run"))
    return tuple(found)


def _comments(package: Package) -> int:
    path = next(package.related("/comments"), None)
    root = package.root(path) if path else None
    return 0 if root is None else len(root.findall(qualified("w:comment")))
