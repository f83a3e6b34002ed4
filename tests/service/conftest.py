"""A real service as a process of its own, on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from own_postgres import OwnPostgres
from served import Served

REPORTS = Path(__file__).parents[2] / "evals" / "reports"


@pytest.fixture(autouse=True)
def log_of_its_own() -> None:
    """A service that an earlier test ran in this process logs to a stream that is closed now."""
    structlog.reset_defaults()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts services; whatever still runs at the end of the test is killed."""
    running: list[Served] = []

    def begin(*, data: str = "data", **settings: str) -> Served:
        served = Served(tmp_path / data, settings)
        running.append(served)
        served.start()
        return served

    yield begin
    for served in running:
        served.close()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One service for the tests of a file that do not stop it."""
    served = Served(tmp_path_factory.mktemp("service"), {})
    served.start()
    yield served
    served.close()


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[OwnPostgres]:
    """A real Postgres."""
    if not OwnPostgres.installed():
        pytest.skip("needs the commands of a Postgres server (Debian: postgresql) on the path")
    server = OwnPostgres()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def report() -> bytes:
    """A real report."""
    return (REPORTS / "000-key-projects-2022.txt").read_bytes()
