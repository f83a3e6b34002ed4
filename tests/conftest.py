"""What holds for every test: nothing of this machine leaks in, nothing leaves it, nothing is
skipped in CI."""

from __future__ import annotations

import ipaddress
import itertools
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

LEAKS = ("SUMMARIZER_", "OPENAI_", "OTEL_", "DATABASE_URL", "NO_COLOR", "FORCE_COLOR")
# How long the long tests are.
OURS = "SUMMARIZER_TEST_"
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


# The default run tries the same examples each time; `-m long` looks for new ones.
hypothesis.settings.register_profile("repeatable", derandomize=True)


def pytest_configure(config: pytest.Config) -> None:
    if "not long" in config.getoption("markexpr"):
        hypothesis.settings.load_profile("repeatable")
    for name in [name for name in os.environ if name.startswith(LEAKS)]:
        if not name.startswith(OURS):
            del os.environ[name]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost,::1"
    sys.addaudithook(_stay_on_this_machine)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """The whole suite runs in up to four processes; a few named files in one."""
    whole = config.args == config.getini("testpaths")
    return min(4, os.cpu_count() or 1) if whole else 0


@pytest.fixture(scope="session")
def _data_dirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("data")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_data_dir(_data_dirs: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIZER_DATA_DIR", str(next(_data_dirs)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        _fail_instead(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if IN_CI and report.skipped:
        _fail_instead(report)
    return report


def _fail_instead(report: pytest.TestReport | pytest.CollectReport) -> None:
    report.outcome = "failed"
    report.longrepr = f"skipped, and in CI nothing may be skipped: {report.longrepr}"


def _stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and not _is_local(arguments[1]):
        raise RuntimeError(f"a test wants to reach {arguments[1]!r}; only loopback is allowed")


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"
