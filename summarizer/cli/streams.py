"""Write output: UTF-8 on stdout, or a file that is replaced atomically."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

from summarizer.errors import WriteError

__all__ = [
    "PipeClosed",
    "check_output",
    "deliver",
    "discard_output",
    "prepare",
    "wants_color",
    "write_file",
]

STDOUT = "-"


class PipeClosed(Exception):
    """The reader of our output closed the pipe."""


def prepare() -> None:
    """Use UTF-8 on stderr in any locale; undecodable file names stay readable."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def deliver(content: str | bytes, output: str | None) -> None:
    """Write content to a file, or to stdout for None and "-". Raises WriteError."""
    encoded = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if output is None or output == STDOUT:
        _write_stdout(encoded)
    else:
        write_file(Path(output), encoded)


def check_output(output: str | None) -> None:
    """Check before the work, and its cost, that the output can be written. Raises WriteError."""
    if output is None or output == STDOUT:
        return
    path = Path(output)
    if path.is_dir():
        raise _unwritable(path, "是一个文件夹", "it is a folder")
    if not path.parent.is_dir():
        raise _unwritable(path, "文件夹不存在", "the folder does not exist")
    if not os.access(path if _is_special(path) else path.parent, os.W_OK):
        raise _unwritable(path, "没有写权限", "no permission to write there")


def write_file(path: Path, content: bytes) -> None:
    """Write beside the target and rename, so that no reader sees a partial file."""
    if _is_special(path):
        _write_in_place(path, content)
        return
    target = path.resolve()
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as error:
        raise _from_os(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def wants_color(stream: object) -> bool:
    """Return whether the stream is a terminal and NO_COLOR is unset."""
    isatty = getattr(stream, "isatty", None)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return bool(isatty and isatty() and not plain)


def discard_output() -> None:
    """Discard further output to a closed stdout, also at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_stdout(content: bytes) -> None:
    if sys.stdout is None:
        raise WriteError(
            "标准输出已关闭；请用 -o 指定文件", "stdout is closed; name a file with -o"
        )
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise PipeClosed from None
    except OSError as error:
        discard_output()
        raise _from_os(Path("stdout"), error) from error


def _is_special(path: Path) -> bool:
    """Return whether it is a device or a pipe such as /dev/null, which a rename would destroy."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _write_in_place(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except BrokenPipeError:
        raise PipeClosed from None
    except OSError as error:
        raise _from_os(path, error) from error


def _from_os(path: Path, error: OSError) -> WriteError:
    said = error.strerror or type(error).__name__
    return _unwritable(path, f"系统报告 {said}", said)


def _unwritable(path: Path, zh: str, en: str) -> WriteError:
    return WriteError(
        f"无法写入 {str(path)!r}：{zh}；请换一个位置",
        f"cannot write {str(path)!r}: {en}; choose another place",
    )
