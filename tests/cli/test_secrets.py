"""Keys and passwords: where they are not sent, and where they are not printed."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from llm_support import honest
from model_server import ModelServer
from served import free_port

from tests.cli.conftest import Call

PASSWORD = "geheim-4711"


@pytest.mark.parametrize("line", ["", 'llm_api_key_file = "../key"', 'llm_redact = "off"'])
def test_a_folder_of_reports_does_not_redirect_the_users_key(
    start: Call, tmp_path: Path, report: Path, line: str
) -> None:
    (tmp_path / "key").write_text("one line of a file\n")
    folder = tmp_path / "reports"
    folder.mkdir()
    report.rename(folder / report.name)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        (folder / "summarizer.toml").write_text(
            f'llm_model = "m"\nllm_base_url = "{address}"\n{line}\n'
        )
        done = start("batch", "run", ".", "--out", "out", cwd=folder, OPENAI_API_KEY="mine")
        assert done.code == 2
        assert "error[untrusted-settings]" in done.err
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.mark.matrix
def test_a_password_is_in_no_warning(start: Call, report: Path) -> None:
    variables = {
        "SUMMARIZER_LLM_MODEL": "m",
        "SUMMARIZER_LLM_BASE_URL": f"http://user:{PASSWORD}@127.0.0.1:{free_port()}/v1",
        "SUMMARIZER_LLM_ATTEMPTS": "1",
        "SUMMARIZER_DATABASE_URL": f"postgresql://me:{PASSWORD}@127.0.0.1:{free_port()}/x",
    }
    said = [
        start(*command, **variables)
        for command in (
            ["run", report],
            ["doctor", "--probe"],
            ["answers", "list"],
            ["serve", "--port", str(free_port())],
            ["keys", "list"],
        )
    ]
    assert "warning[store]" in said[0].err
    for done in said:
        assert PASSWORD not in done.err + done.text
    malformed = start("answers", "list", SUMMARIZER_DATABASE_URL=f"postgresql://a:{PASSWORD} b@c/x")
    assert malformed.code == 2
    assert PASSWORD not in malformed.err


def test_the_answer_store_holds_no_password(start: Call, report: Path, tmp_path: Path) -> None:
    with ModelServer(honest) as model:
        address = model.url.replace("//", f"//user:{PASSWORD}@")
        variables = {"SUMMARIZER_LLM_MODEL": "m", "SUMMARIZER_LLM_BASE_URL": address}
        done = start("run", report, SUMMARIZER_DATA_DIR=str(tmp_path / "data"), **variables)
    assert done.code == 0, done.err
    files = list((tmp_path / "data").iterdir())
    assert files
    for file in files:
        assert PASSWORD.encode() not in file.read_bytes()
