"""Reading in a process of its own: what comes back when it goes well, breaks down or runs wild."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from summarizer.errors import DamagedDocument, EncryptedDocument, ReadError, TooHeavy
from summarizer.readers import child, confinement, formats, sniffing
from summarizer.readers.child import Child
from summarizer.readers.parts import Paragraph, Parts

CONTENT = b"x" * 100_000


def started(reader: str, media: str = sniffing.HTML, *, memory: int = 1 << 30) -> Child:
    return Child.start(CONTENT, "表.html", media, f"misbehaving:{reader}", memory=memory)


@pytest.fixture(autouse=True)
def _beside_this_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def test_parts_come_back_whatever_a_library_prints() -> None:
    assert started("well").parts() == Parts((Paragraph("表.html 100000"),))


def test_no_secret_is_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SUMMARIZER_LLM_API_KEY", "OPENAI_API_KEY", "DATABASE_URL", "MY_TOKEN"):
        monkeypatch.setenv(name, "x")
    names = {part.text for part in started("tell").parts().parts if isinstance(part, Paragraph)}
    assert "PATH" in names
    assert not names & {"SUMMARIZER_LLM_API_KEY", "OPENAI_API_KEY", "DATABASE_URL", "MY_TOKEN"}


def test_an_error_comes_back_as_it_was() -> None:
    with pytest.raises(EncryptedDocument) as caught:
        started("refuse").parts()
    assert (caught.value.zh, caught.value.error_code) == ("“表.html”有密码", "input-encrypted")


@pytest.mark.parametrize("reader", ["break_down", "nest", "crash", "leave"])
def test_a_parser_that_breaks_down_is_a_damaged_file(reader: str) -> None:
    with pytest.raises(DamagedDocument) as caught:
        started(reader).parts()
    assert "表.html" in caught.value.zh
    assert "表.html" in caught.value.en


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("reader", ["connect", "launch"])
def test_neither_network_nor_programs(reader: str) -> None:
    with pytest.raises(DamagedDocument, match="PermissionError"):
        started(reader).parts()


def test_a_format_that_needs_a_program_may_start_it() -> None:
    assert started("launch", sniffing.RTF).parts().parts


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_memory_has_an_end() -> None:
    with pytest.raises(TooHeavy):
        started("grow").parts()


def test_time_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE", 0.05)
    running = started("loop")
    with pytest.raises(TooHeavy) as caught:
        running.parts()
    assert caught.value.error_code == "input-too-heavy"
    assert running.process.poll() is not None


def test_a_reply_runs_nothing() -> None:
    with pytest.raises(DamagedDocument, match="UnpicklingError"):
        started("lie").parts()
    with pytest.raises(pickle.UnpicklingError, match="no parts"):
        child.unpacked(pickle.dumps("parts"))


def test_a_reader_that_breaks_down_here_is_the_same_error() -> None:
    with pytest.raises(DamagedDocument):
        formats.read_here(sniffing.HTML, CONTENT, "表.html", "misbehaving:break_down")
    with pytest.raises(ReadError):
        formats.read_here(sniffing.HTML, CONTENT, "表.html", "misbehaving:refuse")


def test_a_process_with_limits_reads_by_itself(tmp_path: Path) -> None:
    script = f"""
        import sys
        sys.path[:0] = [{str(Path(__file__).parent)!r}]
        from summarizer.readers import confinement, formats, sniffing
        confinement.confine(1 << 30)
        formats.PARTS_READERS[sniffing.HTML] = "misbehaving:well"
        assert formats.read_parts(b"x", "a", sniffing.HTML).parts[0].text == "a 1"
        assert "summarizer.readers.child" not in sys.modules
        import socket
        with socket.socket() as made:
            made.bind(("127.0.0.1", 0))  # nothing is read any more
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True)


def test_a_caller_need_not_guard_its_main_module(tmp_path: Path) -> None:
    """As with multiprocessing, which would run the caller's script again."""
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys\nsys.path[:0] = [{str(Path(__file__).parent)!r}]\n"
        "from summarizer.readers import formats, sniffing\n"
        f"formats.PARTS_READERS[sniffing.HTML] = 'misbehaving:well'\n"
        "print(len(formats.read_parts(b'x', 'a', sniffing.HTML).parts))\n"
    )
    done = subprocess.run([sys.executable, script], check=True, capture_output=True, cwd=tmp_path)
    assert done.stdout.split() == [b"1"]


def test_larger_files_and_pages_to_recognise_have_more_time() -> None:
    seconds = confinement.seconds_for
    assert seconds(sniffing.HTML, 0) < seconds(sniffing.HTML, 5_000_000)
    assert seconds(sniffing.HTML, 0) < seconds(sniffing.PDF, 0) <= seconds(sniffing.PDF, 10**12)
