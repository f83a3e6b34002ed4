"""Where settings come from, and what a file in the working folder may not decide alone.

`summarizer.toml` is read from the working folder, and a folder of reports may come from a stranger.
Such a file must not send the user's key, or a report's personal data, to a place of its choice. A
file that `SUMMARIZER_SETTINGS_FILE` names was chosen by the user, and is trusted like the
environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Set
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, TomlConfigSettingsSource

from summarizer.errors import ConfigError

__all__ = ["FILE", "NAMED_BY", "FileSource", "file_in_folder", "masked", "untrusted"]

FILE = Path("summarizer.toml")
NAMED_BY = "SUMMARIZER_SETTINGS_FILE"

_USERINFO = re.compile(r"//[^\s/]*@")
_PASSWORD = re.compile(r"((?:password|passwd|secret|token|api[-_]?key)=)[^\s&\"']+", re.IGNORECASE)


def masked(text: str, url: str = "") -> str:
    """A text without the user names and passwords of the addresses in it, nor those of `url`,
    which a driver may quote in parts.

    >>> masked("postgresql://me:p@ss@db/x?sslpassword=1 is away")
    'postgresql://***@db/x?sslpassword=*** is away'
    >>> masked('space in "my pass"', "postgresql://me:my pass@db/x")
    'space in "***"'
    """
    for part in urlsplit(url).netloc.rpartition("@")[0].split(":")[1:]:
        text = text.replace(part, "***") if part else text
    return _PASSWORD.sub(r"\1***", _USERINFO.sub("//***@", text))


def file_in_folder() -> tuple[Path, bool]:
    """The settings file, and whether the user named it. Raises ConfigError for a named file that
    is not there."""
    named = os.environ.get(NAMED_BY)
    if not named:
        return FILE, False
    path = Path(named).expanduser()
    if not path.is_file():
        raise ConfigError(
            f"{NAMED_BY} 指定的文件 {path} 不存在；请改正路径或取消该变量",
            f"{NAMED_BY} names {path}, which is not there; correct it or unset it",
        )
    return path, True


class FileSource(TomlConfigSettingsSource):
    """The settings file. It also tells, as `from_folder`, which settings were decided by a file
    that the user did not name."""

    def __init__(self, settings_cls: type[BaseSettings], decided: Set[str]) -> None:
        """`decided`: names that arguments or the environment have set."""
        path, named = file_in_folder()
        super().__init__(settings_cls, path)
        self._folder_names = frozenset() if named else frozenset(self.toml_data) - decided

    def __call__(self) -> dict[str, Any]:
        """The file's settings, by field."""
        return {**super().__call__(), "from_folder": self._folder_names}


def untrusted(names: str, why_zh: str, why_en: str) -> ConfigError:
    """Settings of a working folder's file that are not used, why, and what to do about it."""
    return ConfigError(
        f"当前文件夹的 {FILE} 设置了 {names}，{why_zh}；如信任该文件，请设置 {NAMED_BY}={FILE}，"
        f"否则请删除该项或用环境变量设置",
        f"{FILE} of the working folder sets {names}, {why_en}; if you trust the file set"
        f" {NAMED_BY}={FILE}, else remove the line or set it in the environment",
        code="untrusted-settings",
    )
