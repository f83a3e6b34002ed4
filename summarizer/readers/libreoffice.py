"""Run LibreOffice, if installed, as a converter: one file in, one file out.

Each run has its own profile and folder, which are removed afterwards. It runs no macros, follows no
links, has a time limit, and no network where the system can deny it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from xml.sax.saxutils import quoteattr

from summarizer.errors import DamagedDocument, ReadError, TooHeavy

__all__ = ["SECONDS", "convert", "find_program"]

# A report of 100 pages takes about 3 s.
SECONDS = 90
# Maximum size of a result; input documents are limited to 50 MB.
LARGEST_RESULT = 200_000_000
# Exit code of LibreOffice when it must be restarted with the profile it just created.
_AGAIN = 81

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_OPTIONS = (
    "--headless",
    "--invisible",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--nofirststartwizard",
)
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_PROXY = "/org.openoffice.Inet/Settings"
# No macros, no links to other files, no Java; the proxy address is unreachable.
_SETTINGS: tuple[tuple[str, str, str], ...] = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Load", "UpdateLinkMode", "0"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
    (_PROXY, "ooInetProxyType", "2"),
    (_PROXY, "ooInetHTTPProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPProxyPort", "9"),
    (_PROXY, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_PROXY, "ooInetHTTPSProxyPort", "9"),
)


def find_program() -> str | None:
    """Return the path of LibreOffice; None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


def convert(data: bytes, name: str, *, suffix: str, target: str, seconds: float = SECONDS) -> bytes:
    """Return `data` converted by LibreOffice; `suffix` (".doc") is the suffix of the input.

    `target` is the output suffix, with a filter where it has several: "docx", "xlsx". `name` is
    used in messages only. Raises DamagedDocument when there is no output, TooHeavy after `seconds`.
    """
    program = find_program()
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory(prefix="summarizer-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        source, made = place / f"in{suffix}", place / "out"
        source.write_bytes(data)
        _write_profile(place / "profile")
        arguments = [
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            *_OPTIONS,
            "--convert-to",
            target,
            "--outdir",
            str(made),
            str(source),
        ]
        for _ in range(2):
            if _run(_binary(program), arguments, name, seconds) != _AGAIN:
                break
        return _result(made / f"in.{target.partition(':')[0]}", name)


def _run(program: str, arguments: list[str], name: str, seconds: float) -> int:
    """Run LibreOffice in the folder of its last argument, with a time limit; return its exit
    code.
    """
    place = Path(arguments[-1]).parent
    single = program.endswith(".bin")
    process = subprocess.Popen(  # noqa: S603 - a converter at a known place, no shell
        [*_without_network(), program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env=_environment(place),
        # A single process stays in our group and ends with it. A script that starts others leads
        # its own group, so that all of them can be ended.
        start_new_session=not single and sys.platform != "win32",
    )
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(name, seconds) from error
    finally:
        _end(process, single=single)


def _end(process: subprocess.Popen[bytes], *, single: bool) -> None:
    with suppress(OSError):
        if single or sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _binary(program: str) -> str:
    """Return the binary behind the script that starts it."""
    behind = Path(os.path.realpath(program)).with_name("soffice.bin")
    return str(behind) if os.access(behind, os.X_OK) else program


@cache
def _without_network() -> tuple[str, ...]:
    """Return the command prefix that denies the network; () where the system does not allow it."""
    tool = shutil.which("unshare")
    if tool is None:
        return ()
    prefix = (tool, "--map-root-user", "--net")
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)  # noqa: S603
    return () if tried.returncode else prefix


def _environment(place: Path) -> dict[str, str]:
    """Return the environment variables that a program needs to be found and to encode text."""
    kept = ("PATH", "SYSTEMROOT", "WINDIR", "COMSPEC")
    plain = {key: os.environ[key] for key in kept if key in os.environ}
    folder = str(place)
    return (
        plain
        | {"HOME": folder, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
        | {
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
        }
    )


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path={quoteattr(path)}><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )


def _result(made: Path, name: str) -> bytes:
    try:
        if made.stat().st_size > LARGEST_RESULT:
            raise _too_slow(name, SECONDS)
        return made.read_bytes()
    except OSError as error:
        raise DamagedDocument(
            f"无法读取 '{name}'：LibreOffice 未能转换该文件，文件可能已损坏；"
            "请用 Word 或 WPS 打开，另存为 .docx 后再试",
            f"cannot read '{name}': LibreOffice could not convert it, the file may be damaged; "
            "open it with Word or WPS and save it as .docx",
        ) from error


def _too_slow(name: str, seconds: float) -> ReadError:
    return TooHeavy(
        f"无法读取 '{name}'：LibreOffice 在 {seconds:g} 秒内没有完成转换；"
        "请用 Word 或 WPS 另存为 .docx 后再试",
        f"cannot read '{name}': LibreOffice did not finish within {seconds:g} s; "
        "save it as .docx with Word or WPS",
    )
