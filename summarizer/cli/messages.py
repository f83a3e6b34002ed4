"""Messages on stderr: Chinese first, then English, or only the language chosen with `--lang`."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from summarizer.errors import ConfigError, Language, SummarizerError
from summarizer.version import __version__

__all__ = ["BUG", "Messenger", "UsageError", "report_bug", "take_language"]

BUG = 70


class UsageError(ConfigError):
    """Invalid command line."""

    code = "usage"


class Messenger:
    """Prints messages on stderr in the chosen language."""

    def __init__(self, language: Language = "both") -> None:
        self.language = language

    def error(self, error: SummarizerError) -> None:
        """Print `error[code]` with cause, place and advice."""
        self._write(error.message(self.language))

    def say(self, zh: str, en: str, *, label: str = "") -> None:
        """Print a message that is not an error; `label` precedes it, as in `warning[partial] …`."""
        self._write(f"{label} {self.choose((zh, en))}".strip())

    def choose(self, words: tuple[str, str]) -> str:
        """Return the Chinese and English words in the chosen language; identical words only
        once.
        """
        zh, en = words
        both = zh if zh == en else f"{zh} / {en}"
        return {"zh": zh, "en": en, "both": both}[self.language]

    @property
    def one_language(self) -> Literal["zh", "en"]:
        """Return the language for text that cannot appear in both: `en` only on request."""
        return "en" if self.language == "en" else "zh"

    def _write(self, line: str) -> None:
        # Without stderr (2>&-), only the exit code reports the error.
        if sys.stderr is not None:
            with suppress(OSError):
                sys.stderr.write(f"{_one_line(line)}\n")
                sys.stderr.flush()


def take_language(arguments: Sequence[str], messages: Messenger) -> list[str]:
    """Return the arguments without `--lang zh|en`, which may stand anywhere before `--`.

    It is parsed first, so that messages about the other arguments use it. Raises UsageError.
    """
    rest: list[str] = []
    words = iter(arguments)
    for argument in words:
        if argument == "--":
            return [*rest, argument, *words]
        if argument == "--lang":
            _choose(next(words, ""), messages)
        elif argument.startswith("--lang="):
            _choose(argument.removeprefix("--lang="), messages)
        else:
            rest.append(argument)
    return rest


def _choose(language: str, messages: Messenger) -> None:
    if language == "zh":
        messages.language = "zh"
    elif language == "en":
        messages.language = "en"
    else:
        raise UsageError(
            f"--lang 的值 {language!r} 无效；请用 zh 或 en",
            f"--lang cannot be {language!r}; use zh or en",
        )


def report_bug(fault: BaseException, messages: Messenger) -> int:
    """Report an internal error and its location without any report text; the traceback is shown
    only when SUMMARIZER_DEBUG is set.
    """
    if os.environ.get("SUMMARIZER_DEBUG"):
        traceback.print_exception(fault)
    where = _place(fault)
    kind = type(fault).__name__
    again = "设 SUMMARIZER_DEBUG=1 重试可得详情，请连同命令一并报告（见 CONTRIBUTING.md）"
    once_more = (
        "run it again with SUMMARIZER_DEBUG=1 and report the output with the command line"
        " (see CONTRIBUTING.md)"
    )
    messages.say(
        f"程序内部错误 {kind}（{where}，版本 {__version__}）；{again}",
        f"an internal error: {kind} (at {where}, version {__version__}); {once_more}",
        label="error[internal]",
    )
    return BUG


def _place(fault: BaseException) -> str:
    frames = traceback.extract_tb(fault.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def _one_line(text: str) -> str:
    """Return the message on one line, without terminal control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
