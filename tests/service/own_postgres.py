"""A Postgres of the tests' own, on a socket in a folder of its own, that a test may stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["OwnPostgres"]


class OwnPostgres:
    """Runs as `postgres` when the tests run as root, because it refuses root."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="summarizer-"))
        self.home.chmod(0o777)
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        self._become = become if os.geteuid() == 0 else []
        self._made = 0
        data = str(self.home / "data")
        self._run("initdb", "-D", data, "-U", "tester", "-A", "trust", "-N", "--no-instructions")
        self.start()

    @staticmethod
    def installed() -> bool:
        """Are its commands on the path?"""
        return all(map(shutil.which, ("initdb", "pg_ctl", "psql", "setpriv")))

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.home} -c max_connections=200"
        )
        self._control("-w", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self) -> None:
        """As after a power cut."""
        self._control("-m", "immediate", "stop")

    def remove(self) -> None:
        """Nothing of it stays."""
        self.stop()
        shutil.rmtree(self.home)

    def database(self) -> str:
        """The address of a new, empty database."""
        self._made += 1
        name = f"service{self._made}"
        self._run("psql", "-h", str(self.home), "-U", "tester", "-c", f"create database {name}",
                  "postgres")  # fmt: skip
        return f"postgresql://tester@/{name}?host={self.home}"

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.home / "data"), *arguments)

    def _run(self, *command: str) -> None:
        subprocess.run([*self._become, *command], check=True, capture_output=True, cwd=self.home)
