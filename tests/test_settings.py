"""Settings: one object, three sources, and an error that names the variable."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.engines import load_engine
from summarizer.errors import ConfigError
from summarizer.settings import load_settings


def test_arguments_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summarizer.toml").write_text(
        'llm_model = "from-file"\nllm_concurrency = 3\nllm_timeout = 7\n', encoding="utf-8"
    )
    monkeypatch.setenv("SUMMARIZER_LLM_CONCURRENCY", "4")
    monkeypatch.setenv("SUMMARIZER_LLM_TIMEOUT", "8")
    found = load_settings(llm_timeout=9, llm_mode=None)
    assert (found.llm_model, found.llm_concurrency, found.llm_timeout) == ("from-file", 4, 9)
    assert found.llm_mode == "auto"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LLM_CONCURRENCY", "0"),
        ("LLM_MODE", "yaml"),
        ("LLM_BASE_URL", "ftp://x"),
        ("LLM_MAX_COST", "-1"),
        ("LLM_TIMEOUT", "soon"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"SUMMARIZER_{name}", value)
    with pytest.raises(ConfigError, match=f"SUMMARIZER_{name}"):
        load_settings()


@pytest.mark.parametrize("content", ["llm_model = ", "llm_prices = 3"])
def test_a_broken_file_is_a_config_error(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summarizer.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError):
        load_settings()


def test_a_misspelt_name_in_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summarizer.toml").write_text('llm_modell = "m"', encoding="utf-8")
    with pytest.raises(ConfigError, match="SUMMARIZER_LLM_MODELL"):
        load_settings()


def test_a_key_comes_from_its_variable_a_file_or_openai(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "from-openai")
    assert load_settings().api_key == "from-openai"
    (tmp_path / "key").write_text("from-file\n", encoding="utf-8")
    monkeypatch.setenv("SUMMARIZER_LLM_API_KEY_FILE", str(tmp_path / "key"))
    assert load_settings().api_key == "from-file"
    monkeypatch.setenv("SUMMARIZER_LLM_API_KEY", "own")
    assert load_settings().api_key == "own"
    assert "own" not in repr(load_settings())
    monkeypatch.delenv("SUMMARIZER_LLM_API_KEY")
    monkeypatch.setenv("SUMMARIZER_LLM_API_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ConfigError, match="none"):
        _ = load_settings().api_key


@pytest.mark.parametrize(
    ("url", "near"),
    [
        ("http://127.0.0.1:8000/v1", True),
        ("http://localhost:8000/v1", True),
        ("http://[::1]:8000/v1", True),
        ("http://10.1.2.3/v1", True),
        ("http://192.168.0.5/v1", True),
        ("https://8.8.8.8/v1", False),
        ("https://api.example.com/v1", False),
    ],
)
def test_text_is_redacted_for_every_endpoint_that_is_not_near(url: str, near: bool) -> None:
    assert load_settings(llm_base_url=url).redacts is not near
    assert load_settings(llm_base_url=url, llm_redact="on").redacts
    assert not load_settings(llm_base_url=url, llm_redact="off").redacts


def test_auto_is_the_model_when_there_is_one() -> None:
    assert load_engine(load_settings()).name == "rules"
    assert load_engine(load_settings(llm_model="m")).name == "llm"
    with pytest.raises(ConfigError, match="SUMMARIZER_LLM_MODEL"):
        load_engine(load_settings(), "llm")
    with pytest.raises(ConfigError, match="auto rules llm"):
        load_engine(load_settings(), "magic")


@pytest.mark.parametrize(
    "given", ["张三, 某路1号", "张三，某路1号", '["张三", "某路1号"]', "张三、某路1号,"]
)
def test_a_list_is_written_with_commas_or_as_json(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_LLM_REDACT_WORDS", given)
    assert load_settings().llm_redact_words == ("张三", "某路1号")


def test_a_list_of_networks_is_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_PROXIES", "10.0.0.0/8, ::1")
    assert [str(one) for one in load_settings().proxies] == ["10.0.0.0/8", "::1/128"]
    monkeypatch.setenv("SUMMARIZER_PROXIES", "[10.0.0.0/8")
    with pytest.raises(ConfigError, match="SUMMARIZER_PROXIES"):
        load_settings()
