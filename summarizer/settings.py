"""Settings: one frozen object, read once from the environment and from `summarizer.toml`.

Every name is `SUMMARIZER_` + the field in capitals; in the file it is the field itself. The
environment wins over the file, and arguments win over both. Secrets come from the environment or
from a file that the environment names (`SUMMARIZER_LLM_API_KEY_FILE`), never from an argument.
What a file may not decide that only lies in the working folder is in `settings_file`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from summarizer.errors import ConfigError
from summarizer.limits import LARGEST_FILE
from summarizer.settings_file import FileSource, masked, untrusted

__all__ = ["LlmMode", "Price", "Settings", "load_settings"]

LlmMode = Literal["auto", "json_schema", "tools", "json", "md_json"]

PREFIX = "SUMMARIZER_"


class Price(BaseModel):
    """Price of a million tokens, in the currency of the price list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(default=None, ge=0)


class Settings(BaseSettings):
    """What a person or an operator can choose. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid"
    )

    # The model.
    llm_base_url: str = "https://api.openai.com/v1"
    llm_model: str | None = None
    llm_api_key: SecretStr | None = None
    llm_api_key_file: Path | None = None
    llm_mode: LlmMode = "auto"
    # In mode json_schema: every field required, and `strict`, for endpoints that enforce no other.
    llm_strict: bool = False
    llm_repeat: int = Field(default=0, ge=0)
    llm_max_tokens: int | None = Field(default=None, ge=64)
    # Further fields of the request's body, for what a certain endpoint wants.
    llm_extra: dict[str, Any] = Field(default_factory=dict)
    llm_redact: Literal["auto", "on", "off"] = "auto"
    llm_redact_words: Annotated[tuple[str, ...], NoDecode] = ()
    llm_cache: bool = True
    # Off: numbers of the text that no item of an answer means are not asked about once more.
    llm_completeness: bool = True
    # Off: the overview is made of the items by the built-in template, which costs no call.
    llm_overview: bool = True

    # How hard an endpoint is driven, and when a call is given up.
    llm_concurrency: int = Field(default=8, ge=1, le=1024)
    llm_requests_per_minute: int | None = Field(default=None, ge=1)
    llm_tokens_per_minute: int | None = Field(default=None, ge=1)
    llm_timeout: float = Field(default=180, gt=0)
    llm_connect_timeout: float = Field(default=5, gt=0)
    # Streaming is off, so the first byte comes when the whole answer is written.
    llm_first_byte_timeout: float = Field(default=120, gt=0)
    llm_idle_timeout: float = Field(default=30, gt=0)
    llm_attempts: int = Field(default=4, ge=1, le=10)
    llm_backoff: float = Field(default=0.5, ge=0)
    llm_max_reply_bytes: int = Field(default=2_000_000, ge=1_000)

    # What it may cost.
    llm_prices: dict[str, Price] = Field(default_factory=dict)
    llm_max_cost: Decimal | None = Field(default=None, ge=0)

    # Where things are kept.
    data_dir: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("summarizer")))
    database_url: str | None = None
    worker_id: str | None = None
    answers_max_age_days: int | None = Field(default=None, ge=1)
    answers_max_bytes: int | None = Field(default=None, ge=1_000_000)

    # The service: jobs at once in a process and for one key, jobs that may wait, requests of a key
    # a minute, how long an ended job is kept, tokens and cost of a key a day.
    jobs_per_worker: int = Field(default=50, ge=1, le=1000)
    jobs_per_key: int = Field(default=50, ge=1, le=1000)
    queued_per_key: int = Field(default=2000, ge=1)
    requests_per_minute: int = Field(default=6000, ge=1)
    receipt_seconds: float = Field(default=30, gt=0)
    # Open connections of one address (0: no limit), but for those of reverse proxies.
    connections_per_address: int = Field(default=200, ge=0)
    proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = (
        IPv4Network("127.0.0.0/8"),
        IPv6Network("::1/128"),
    )
    retention_days: float = Field(default=30, gt=0)
    tokens_per_day: int | None = Field(default=None, ge=1)
    cost_per_day: Decimal | None = Field(default=None, ge=0)
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = ()

    # What is taken in at once. No reader takes a larger file than the default.
    max_file_bytes: int = Field(default=LARGEST_FILE, ge=1)

    # Names of the settings that a file decided which the user did not name.
    from_folder: frozenset[str] = Field(default=frozenset(), exclude=True, repr=False)

    @field_validator("llm_base_url")
    @classmethod
    def _is_an_http_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an http(s) address such as http://127.0.0.1:8000/v1")
        return value.rstrip("/")

    @field_validator("llm_redact_words", "proxies", "webhook_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        """A list in the environment: `a, b`, Chinese commas too, or JSON."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return json.loads(value)
        return [part.strip() for part in re.split("[,，、]", value) if part.strip()]

    @field_validator("data_dir", "llm_api_key_file")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None

    @property
    def model_configured(self) -> bool:
        """Whether `--engine auto` means the model."""
        return bool(self.llm_model)

    @property
    def endpoint_host(self) -> str:
        """The host that report text is sent to."""
        return urlsplit(self.llm_base_url).hostname or ""

    @property
    def endpoint_is_near(self) -> bool:
        """Whether the endpoint is on this machine or in a private network."""
        if self.endpoint_host == "localhost":
            return True
        try:
            address = ip_address(self.endpoint_host)
        except ValueError:
            return False
        return address.is_loopback or address.is_private

    @property
    def endpoint(self) -> str:
        """The base URL as it may be shown and stored: without user name and password."""
        return masked(self.llm_base_url)

    @property
    def redacts(self) -> bool:
        """Whether personal data is replaced before text is sent."""
        if self.llm_redact == "auto":
            return not self.endpoint_is_near
        return self.llm_redact == "on"

    @property
    def api_key(self) -> str | None:
        """The key: its own variable, else a file, else OPENAI_API_KEY. Raises ConfigError, also
        when the endpoint is not from where the key is."""
        self.check_folder()
        if self.llm_api_key:
            return self.llm_api_key.get_secret_value()
        if self.llm_api_key_file:
            return _read_secret(self.llm_api_key_file)
        return os.environ.get("OPENAI_API_KEY") or None

    def check_folder(self) -> None:
        """Raises ConfigError when the file of a working folder decides where a key that it did not
        bring, a report's personal data or the stored answers go."""
        if not self.from_folder:
            return
        base_url, key = "llm_base_url" in self.from_folder, self._key_is_from_folder()
        if base_url and key is False:
            raise untrusted(
                "llm_base_url",
                "而密钥来自别处，不会发往该地址",
                "and the key, which comes from elsewhere, is not sent there",
            )
        if key and not base_url and "llm_base_url" in self.model_fields_set:
            raise untrusted(
                "llm_api_key",
                "而模型地址来自别处，不会与之同用",
                "and it is not used with an endpoint that comes from elsewhere",
            )
        if "llm_redact" in self.from_folder and not (self.redacts or self.endpoint_is_near):
            raise untrusted(
                "llm_redact=off",
                "而模型地址不在本机或内网，报告不会未经脱敏发出",
                "and no report goes to a remote endpoint unredacted for that",
            )
        if "database_url" in self.from_folder:
            raise untrusted(
                "database_url",
                "报告内容不会写入该数据库",
                "and no report is written to that database",
            )

    def _key_is_from_folder(self) -> bool | None:
        """None when there is no key. Raises ConfigError for a key file outside the folder."""
        if self.llm_api_key:
            return "llm_api_key" in self.from_folder
        if not self.llm_api_key_file:
            return False if os.environ.get("OPENAI_API_KEY") else None
        if "llm_api_key_file" not in self.from_folder:
            return False
        if not self.llm_api_key_file.resolve().is_relative_to(Path.cwd().resolve()):
            raise untrusted(
                "llm_api_key_file",
                "而该文件在此文件夹之外，不会作为密钥发出",
                "which lies outside the folder, and is not sent as a key",
            )
        return True

    @property
    def answers_url(self) -> str:
        """Where answers are kept: `sqlite:///…` in the data folder, or the Postgres address."""
        if self.database_url and self.database_url.startswith("postgres"):
            return self.database_url
        return f"sqlite:///{self.data_dir / 'answers.sqlite3'}"

    @property
    def answers_exist(self) -> bool:
        """Whether there may be stored answers: no file is made to look."""
        url = self.answers_url
        return not url.startswith("sqlite") or Path(url.removeprefix("sqlite:///")).exists()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        decided = init_settings().keys() | env_settings().keys()
        return init_settings, env_settings, FileSource(settings_cls, decided)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Without secrets: `repr` may end in a log or a report of a fault."""
        for name, value in super().__repr_args__():
            shown = masked(value) if isinstance(value, str) else value
            yield name, dict.fromkeys(value, "***") if name == "llm_extra" else shown


def load_settings(**chosen: Any) -> Settings:
    """The settings of this process, with arguments on top; None means not chosen.

    Raises ConfigError that names the variable.
    """
    try:
        return Settings(**{name: value for name, value in chosen.items() if value is not None})
    except ConfigError:
        raise
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + ".".join(str(part) for part in first["loc"]).upper()
        raise ConfigError(
            f"配置项 {name} 无效：{first['msg']}；请检查环境变量或 summarizer.toml",
            f"setting {name} is not valid: {first['msg']}; look at the environment and at"
            " summarizer.toml",
        ) from error
    except Exception as error:
        raise ConfigError(
            f"无法读取配置：{error}；请检查环境变量或 summarizer.toml",
            f"cannot read the settings: {error}; look at the environment and at summarizer.toml",
        ) from error


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(
            f"无法读取密钥文件 {path}：{error.strerror}",
            f"cannot read the key file {path}: {error.strerror}",
        ) from error
