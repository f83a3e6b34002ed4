"""Every error this program raises on purpose, drawn as a tree.

SummarizerError                    the root: catch this one                          exit 70
├─ ConfigError                     a setting or an argument is missing or wrong       exit 2
├─ ReadError                       the document cannot be taken in                    exit 3
│  ├─ UnsupportedFormat      415   no reader for what the bytes are
│  ├─ EncryptedDocument      422   a password is needed
│  ├─ ScannedDocument        422   pictures of pages, no text
│  ├─ TooLarge               413   over a stated limit
│  ├─ TooHeavy               422   reading it takes too much time or memory
│  ├─ DamagedDocument        422   broken inside: cut off, missing parts, bad XML
│  └─ UnreadableDocument     422   missing, empty, binary, broken
├─ EngineError                     the model could not answer
│  ├─ EngineRefused                key, quota, model name, content                    exit 4
│  └─ EngineUnavailable            no connection, timeout, 5xx after all retries      exit 5
└─ WriteError                      the output cannot be written                       exit 6

An error takes facts and writes its own sentence: what, where, what next, in Chinese and in
English. What a report says wrongly is a finding and never an error.
"""

from __future__ import annotations

from typing import ClassVar, Literal

__all__ = [
    "ConfigError",
    "DamagedDocument",
    "EncryptedDocument",
    "EngineError",
    "EngineRefused",
    "EngineUnavailable",
    "ReadError",
    "ScannedDocument",
    "SummarizerError",
    "TooHeavy",
    "TooLarge",
    "UnreadableDocument",
    "UnsupportedFormat",
    "WriteError",
]

Language = Literal["zh", "en", "both"]


class SummarizerError(Exception):
    """Root of the tree. `code` is stable; `zh` and `en` each say what, where and what next."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 70
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(self, zh: str, en: str, *, code: str | None = None) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en
        self.error_code = code or self.code

    def __reduce__(self) -> tuple[type[SummarizerError], tuple[str, str], dict[str, object]]:
        # Errors also come out of reading processes.
        return type(self), (self.zh, self.en), self.__dict__

    def message(self, language: Language = "both") -> str:
        """`error[code] 中文 / English`, or one of the two languages."""
        body = {"zh": self.zh, "en": self.en, "both": f"{self.zh} / {self.en}"}[language]
        return f"error[{self.error_code}] {body}"


class ConfigError(SummarizerError):
    """A setting or an argument is missing or wrong."""

    code = "config"
    exit_code = 2
    http_status = 422


class ReadError(SummarizerError):
    """The document cannot be taken in."""

    code = "input-unreadable"
    exit_code = 3
    http_status = 422


class UnsupportedFormat(ReadError):
    """No reader for what the bytes are."""

    code = "input-format"
    http_status = 415


class EncryptedDocument(ReadError):
    """The file asks for a password."""

    code = "input-encrypted"


class ScannedDocument(ReadError):
    """The file holds pictures of pages and no text."""

    code = "input-scanned"


class TooLarge(ReadError):
    """The document is over a stated limit."""

    code = "input-too-large"
    http_status = 413


class TooHeavy(ReadError):
    """Reading the document takes too much time or memory."""

    code = "input-too-heavy"


class DamagedDocument(ReadError):
    """The file is broken inside."""

    code = "input-damaged"


class UnreadableDocument(ReadError):
    """Missing, empty, binary or broken."""

    code = "input-unreadable"


class EngineError(SummarizerError):
    """The model could not answer."""

    code = "llm-error"
    exit_code = 5
    http_status = 502
    # What the calls cost before it came to this: a `schema.Usage`, when anything went out.
    usage: object = None


class EngineRefused(EngineError):
    """The endpoint refused: key, quota, model name, content. Asking again changes nothing."""

    code = "llm-refused"
    exit_code = 4


class EngineUnavailable(EngineError):
    """No connection, timeout or server fault after all retries."""

    code = "llm-unavailable"
    exit_code = 5
    retryable = True


class WriteError(SummarizerError):
    """The output cannot be written."""

    code = "output-not-writable"
    exit_code = 6
