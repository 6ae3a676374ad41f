"""A primary and hot standbys of real PostgreSQL on loopback, in a folder of their own."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

NAME = "sanad"


def programs() -> Path | None:
    """Where PostgreSQL's own programs lie; None where they are missing."""
    found = shutil.which("pg_basebackup")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((one for one in folders if (one / "initdb").exists()), Path(found).parent if found else None)


def _owner() -> dict[str, str]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@dataclass(slots=True)
class Server:
    """One PostgreSQL. `folder` holds its data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def start(self) -> None:
        options = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": self.folder.parent,
            "fsync": "off", "shared_buffers": "16MB", "max_connections": 60, "hot_standby": "on", "max_wal_senders": 6,
            "wal_level": "replica", "logging_collector": "off",
        }  # fmt: skip
        command = [str(_bin() / "postgres"), "-D", str(self.folder)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, **_owner())
        for _attempt in range(300):
            try:
                self.ask("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder.parent / f"{self.folder.name}.log").read_text())

    def kill(self) -> None:
        """As if the machine had lost its power, for all whom it serves."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)

    def ask(self, sql: str) -> list[tuple]:
        with psycopg.connect(self.address("postgres"), autocommit=True, connect_timeout=5) as one:
            return one.execute(sql).fetchall() if sql.startswith("SELECT") else one.execute(sql) and []

    def address(self, name: str = NAME) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def questions(self) -> int:
        """How many connections ask this server about the archive's texts."""
        told = self.ask(f"SELECT query FROM pg_stat_activity WHERE datname = '{NAME}'")
        return sum("archive_" in query for (query,) in told)


@dataclass(slots=True)
class Cluster:
    primary: Server
    standbys: list[Server]

    def in_step(self) -> None:
        """Wait until every standby has what the primary has now."""
        ((at,),) = self.primary.ask("SELECT pg_current_wal_lsn()")
        for one in self.standbys:
            for _attempt in range(300):
                if one.ask(f"SELECT pg_last_wal_replay_lsn() >= '{at}'::pg_lsn") == [(True,)]:
                    break
                time.sleep(0.1)
            else:
                raise AssertionError("A standby does not follow.")


def _bin() -> Path:
    found = programs()
    assert found
    return found


@contextmanager
def cluster(standbys: int = 2) -> Iterator[Cluster]:
    """A running primary with an empty database, and standbys that follow it; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="sanad-standbys-"))
    servers: list[Server] = []
    try:
        if _owner():
            shutil.chown(folder, "postgres", "postgres")
        primary = Server(folder / "primary")
        servers.append(primary)
        quiet = {"check": True, "stdout": subprocess.DEVNULL, **_owner()}
        made = [str(_bin() / "initdb"), "-D", str(primary.folder), "-A", "trust", "-U", "postgres", "-E", "UTF8", "-N"]
        subprocess.run([*made, "--locale=C"], **quiet)
        primary.start()
        primary.ask(f"CREATE DATABASE {NAME}")
        for number in range(standbys):
            one = Server(folder / f"standby{number}")
            source = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres"]
            copy = [str(_bin() / "pg_basebackup"), *source, "-D", str(one.folder), "-R", "-X", "stream", "-c", "fast"]
            subprocess.run(copy, **quiet)
            one.start()
            servers.append(one)
        yield Cluster(primary, servers[1:])
    finally:
        for one in reversed(servers):
            one.kill()
        shutil.rmtree(folder, ignore_errors=True)
