"""What the command line refuses, and how it says so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import summarizer
from summarizer.cli import main
from summarizer.cli.messages import Messenger, report_bug, take_language
from tests.cli.conftest import Call

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "没有命令 'nonsense'"),
        ("run", "缺少参数 'FILE'"),
        ("run a --frmat json", "没有选项 --frmat"),
        ("run a b", "多出的参数 b"),
        ("run a -o", "选项 '-o' 缺少值"),
        ("run a --strict=1", "选项 '--strict' 不带值"),
        ("run a --engine gpt", "'--engine' 不能是 'gpt'"),
        ("run a --format pdf", "'--format/-f' 不能是 'pdf'"),
        ("run a --lang fr", "--lang 的值 'fr' 无效"),
        ("run a --lang", "--lang 的值 '' 无效"),
        ("verify a", "缺少参数 '--source'"),
        ("verify - --source -", "标准输入只能用一次"),
        ("batch", "缺少命令"),
        ("batch run a --out b --jobs 0", "'--jobs' 的值无效"),
        ("completion tcsh", "'shell' 不能是 'tcsh'"),
    ],
)
def test_a_line_that_is_not_understood(line: str, said: str, call: Call) -> None:
    done = call(*line.split())
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith("error[usage] ")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_one_language_can_be_chosen_anywhere(call: Call) -> None:
    english = call("run", "a", "--frmat", "--lang", "en").err
    assert "No such option" in english
    assert not CHINESE.search(english)
    assert "No such option" not in call("--lang=zh", "run", "a", "--frmat").err


def test_what_follows_two_dashes_is_left_alone() -> None:
    messages = Messenger()
    assert take_language(["run", "--", "--lang", "fr"], messages) == ["run", "--", "--lang", "fr"]
    assert messages.language == "both"


def test_the_version(call: Call) -> None:
    assert call("--version").text == f"summarizer {summarizer.__version__}\n"


def test_the_version_needs_none_of_the_heavy_libraries() -> None:
    line = (
        "import sys; from summarizer.cli import main; main(['--version']);"
        "print(sorted({'openai', 'instructor', 'openpyxl', 'httpx', 'pydantic_settings'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "command",
    ["run", "verify", "quantities", "doctor", "schema", "completion", "batch", "batch run"],
)
def test_every_command_has_help_in_both_languages(command: str, call: Call) -> None:
    done = call(*command.split(), "--help")
    assert done.code == 0
    assert " / " in done.text
    assert CHINESE.search(done.text)


def test_the_schema_is_a_schema(call: Call) -> None:
    schema = json.loads(call("schema").out)
    assert schema["title"] == "Summary"
    assert schema["required"] == list(schema["properties"])
    assert "text" not in schema["$defs"]["DocumentRecord"]["required"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell: str, call: Call) -> None:
    assert "_SUMMARIZER_COMPLETE" in call("completion", shell).text


def test_completion_names_the_commands(start: Call) -> None:
    done = start(_SUMMARIZER_COMPLETE="complete_bash", COMP_WORDS="summarizer q", COMP_CWORD="1")
    assert done.text.split() == ["quality", "quantities"]


def test_a_fault_of_ours_is_a_message_and_not_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyError) as caught:
        raise KeyError("秘密的报告内容")
    assert report_bug(caught.value, Messenger()) == 70
    err = capsys.readouterr().err
    assert err.startswith("error[internal] 程序内部错误 KeyError（test_usage.py:")
    assert "秘密" not in err
    assert "Traceback" not in err


def test_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZER_DEBUG", "1")
    with pytest.raises(KeyError) as caught:
        raise KeyError("x")
    report_bug(caught.value, Messenger())
    assert "Traceback" in capsys.readouterr().err


def test_main_is_one_call_for_other_programs(tmp_path: Path) -> None:
    assert main(["run", str(tmp_path / "none.txt")]) == 3
