"""A settings file in a folder of reports: what it may not decide for the user."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import load_engine
from summarizer.errors import ConfigError
from summarizer.service.database import open_database
from summarizer.settings import Settings, load_settings
from summarizer.settings_file import masked

REMOTE = 'llm_model = "m"\nllm_base_url = "https://evil.example/v1"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZER_DATA_DIR", str(tmp_path / "data"))
    place = tmp_path / "reports"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def refused(settings: Settings) -> str:
    """What is said when these settings would be used."""
    with pytest.raises(ConfigError) as raised:
        _ = settings.api_key
    with pytest.raises(ConfigError, match="SUMMARIZER_SETTINGS_FILE"):
        load_engine(settings, "llm")
    with pytest.raises(ConfigError):
        open_database(settings)
    assert raised.value.exit_code == 2
    assert raised.value.error_code == "untrusted-settings"
    return raised.value.en


@pytest.mark.parametrize(
    ("variables", "more"),
    [
        ({"SUMMARIZER_LLM_API_KEY": "mine"}, ""),
        ({"SUMMARIZER_LLM_API_KEY": "mine"}, 'llm_api_key_file = "theirs"\n'),
        ({"SUMMARIZER_LLM_API_KEY_FILE": "../key"}, ""),
        ({"OPENAI_API_KEY": "mine"}, ""),
    ],
)
def test_a_key_of_the_user_goes_nowhere_that_the_file_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], more: str
) -> None:
    (folder.parent / "key").write_text("mine")
    (folder / "theirs").write_text("theirs")
    (folder / "summarizer.toml").write_text(REMOTE + more)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert "llm_base_url" in refused(load_settings())
    # An endpoint on this machine is no better: somebody may listen there.
    local = REMOTE.replace("https://evil.example", "http://127.0.0.1:9")
    (folder / "summarizer.toml").write_text(local)
    refused(load_settings())


def test_what_needs_no_key_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    (folder / "summarizer.toml").write_text(REMOTE)
    assert load_engine(load_settings(), "rules").name == "rules"


def test_endpoint_and_key_of_one_source_go_together(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "theirs").write_text("theirs\n")
    for line in ('llm_api_key = "theirs"', 'llm_api_key_file = "theirs"'):
        (folder / "summarizer.toml").write_text(f"{REMOTE}{line}\n")
        assert load_settings().api_key == "theirs"
        assert load_settings().redacts
    monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", "https://mine.example/v1")
    assert "llm_api_key" in refused(load_settings())
    monkeypatch.setenv("SUMMARIZER_LLM_API_KEY", "mine")
    settings = load_settings()
    assert (settings.api_key, settings.endpoint_host) == ("mine", "mine.example")


@pytest.mark.parametrize("path", ["~/.pgpass", "/etc/hostname", "../key", "link"])
def test_the_file_sends_no_file_from_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    for name in ("key", ".pgpass"):
        (folder.parent / name).write_text("one line")
    (folder / "link").symlink_to(folder.parent / "key")
    (folder / "summarizer.toml").write_text(f'{REMOTE}llm_api_key_file = "{path}"\n')
    assert "llm_api_key_file" in refused(load_settings())


def test_the_file_does_not_switch_redaction_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "summarizer.toml").write_text(REMOTE + 'llm_redact = "off"\nllm_api_key = "k"\n')
    assert "llm_redact" in refused(load_settings())
    (folder / "summarizer.toml").write_text('llm_redact = "off"\nllm_model = "m"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    assert "llm_redact" in refused(load_settings())
    monkeypatch.setenv("SUMMARIZER_LLM_BASE_URL", "http://127.0.0.1:8000/v1")
    assert load_settings().api_key == "mine"


def test_the_file_sends_no_report_to_a_database(folder: Path) -> None:
    (folder / "summarizer.toml").write_text('database_url = "postgresql://evil.example/x"\n')
    assert "database_url" in refused(load_settings(llm_model="m"))


def test_a_file_that_the_user_names_is_trusted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "summarizer.toml").write_text(REMOTE + 'llm_redact = "off"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    monkeypatch.setenv("SUMMARIZER_SETTINGS_FILE", "summarizer.toml")
    settings = load_settings()
    assert (settings.api_key, settings.endpoint_host, settings.redacts) == (
        "mine",
        "evil.example",
        False,
    )
    monkeypatch.setenv("SUMMARIZER_SETTINGS_FILE", "none.toml")
    with pytest.raises(ConfigError, match=r"none\.toml"):
        load_settings()


def test_the_file_cannot_say_that_it_is_trusted(folder: Path) -> None:
    (folder / "summarizer.toml").write_text(
        REMOTE + 'llm_api_key_file = "/etc/hostname"\nfrom_folder = []\n'
    )
    assert "llm_api_key_file" in refused(load_settings())


SECRET: dict[str, Any] = {
    "llm_base_url": "https://user:geheim@gateway.example/v1",
    "llm_api_key": "geheim",
    "llm_extra": {"token": "geheim"},
    "database_url": "postgresql://user:geheim@db.example/x",
}


def test_no_secret_is_shown(folder: Path) -> None:
    settings = load_settings(**SECRET)
    for shown in (repr(settings), str(settings), settings.endpoint):
        assert "geheim" not in shown
    assert "gateway.example" in repr(settings)
    assert masked("sqlite:///a/b@c.sqlite3") == "sqlite:///a/b@c.sqlite3"


def test_the_data_folder_is_its_owners_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from summarizer.engines.llm.answers import AnswerStore

    before = os.umask(0o022)
    try:
        store = AnswerStore(load_settings().answers_url)
        store.size()
        store.close()
        open_database(load_settings(data_dir=folder / "other")).dispose()
    finally:
        os.umask(before)
    for made in (folder.parent / "data", folder / "other"):
        assert made.stat().st_mode & 0o777 == 0o700
