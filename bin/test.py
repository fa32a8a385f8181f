"""Run the whole test suite twice, on SQLite and on PostgreSQL, with Redis and a real Chromium.

DATABASE_URL, REDIS_URL and CHROMIUM name a PostgreSQL server, a Redis server and a browser to use. Without
them a local server that answers is used; where none answers a private one is started, and stopped again.
"""

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple
from urllib.parse import quote

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL_PROGRAMS = Path("/usr/lib/postgresql")
POSTGRESQL_SOCKETS = Path("/var/run/postgresql")
LOCAL_REDIS = "redis://127.0.0.1:6379/15"
# What an installation sets for itself, and the tests therefore do without.
SETTINGS_OF_AN_INSTALLATION = {
    *("SECRET_KEY", "DEBUG", "DEMONSTRATION", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "CACHE_REDIS_URL"),
    *("COUNCIL_NAME", "HOME_AUTHORITY_CODE", "DOCUMENTS_DIR", "OIDC_SERVER_URL", "BEHIND_PROXY"),
}
SECONDS_TO_START = 30


class Outcome(NamedTuple):
    exit_code: int
    closing_line: str


def main(arguments: Sequence[str]) -> int:
    for stop_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop_signal, interrupt)
    with ExitStack() as until_the_end:
        scratch = Path(until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="casework-tests-")))
        # The database server runs as another user, who has to reach its directory.
        scratch.chmod(0o711)
        started = until_the_end.enter_context
        postgresql_url = (
            os.environ.get("DATABASE_URL") or local_postgresql() or started(private_postgresql(scratch))
        )
        redis_url = os.environ.get("REDIS_URL") or local_redis() or started(private_redis(scratch))
        services = {"CHROMIUM": found_browser(), "REDIS_URL": redis_url}
        sqlite_url = f"sqlite:///{scratch}/casework.sqlite3"
        sqlite = {**services, "DATABASE_URL": sqlite_url, "VAR_DIR": f"{scratch}/var-sqlite"}
        postgresql = {**services, "DATABASE_URL": postgresql_url, "VAR_DIR": f"{scratch}/var-postgresql"}
        print("SQLite, without the tests of locks and races: -m 'not postgresql'", flush=True)
        on_sqlite = run_pytest(["-m", "not postgresql", *arguments], sqlite)
        print("\nPostgreSQL, every test", flush=True)
        on_postgresql = run_pytest(arguments, postgresql)
    print(f"\nSQLite:     {on_sqlite.closing_line}\nPostgreSQL: {on_postgresql.closing_line}")
    return on_sqlite.exit_code or on_postgresql.exit_code


def interrupt(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_pytest(arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    """Run the suite once, showing what it says. A skipped test fails the run."""
    Path(environment["VAR_DIR"]).mkdir()
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS_OF_AN_INSTALLATION}
    pytest = [sys.executable, "-m", "pytest", "-n", "2", "-rsxX", "--create-db", *arguments]
    # In a session of its own Ctrl-C reaches it once, through here, and it has the time to tidy up.
    process = subprocess.Popen(
        ["setpriv", "--pdeathsig", "INT", *pytest],
        cwd=ROOT,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    closing_line = "no closing line"
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            closing_line = line.strip() or closing_line
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGINT)
        process.wait()
        raise
    exit_code = process.wait()
    if re.search(r"\d+ (skipped|xfailed)", closing_line):
        print("A test that is skipped or expected to fail proves nothing: every test has to run.")
        exit_code = exit_code or 1
    return Outcome(exit_code, closing_line)


def found_browser() -> str:
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        sys.exit("No Chromium was found. Install the packages of packages.apt, or set CHROMIUM to its path.")
    return browser


def local_postgresql() -> str | None:
    """Return the address of a local server where this user may create databases, if there is one."""
    user = getpass.getuser()
    for host, role in ((str(POSTGRESQL_SOCKETS), user), ("127.0.0.1", "postgres"), ("127.0.0.1", user)):
        try:
            with psycopg.connect(host=host, user=role, dbname="postgres", connect_timeout=3) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return f"postgres://{role}@{quote(host, safe='')}:5432/casework_{os.getpid()}"
    return None


def local_redis() -> str | None:
    return LOCAL_REDIS if answers_to_redis(LOCAL_REDIS) else None


def answers_to_redis(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@contextmanager
def private_postgresql(scratch: Path) -> Iterator[str]:
    programs = postgresql_programs()
    directory = scratch / "postgresql"
    directory.mkdir()
    as_another_user: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(directory, "postgres", "postgres")
        as_another_user = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    data = directory / "data"
    initdb = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(
        ["setpriv", *as_another_user, programs / "initdb", *initdb, f"--pgdata={data}"],
        cwd=directory,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    port = free_port()
    settings = (
        f"port={port}",
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={directory}",
        "fsync=off",
        "full_page_writes=off",
    )
    options = [option for setting in settings for option in ("-c", setting)]

    def is_ready() -> bool:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="postgres", connect_timeout=3).close()
        except psycopg.Error:
            return False
        return True

    with server([programs / "postgres", "-D", data, *options], as_another_user, directory, is_ready):
        yield f"postgres://postgres@127.0.0.1:{port}/casework"


def postgresql_programs() -> Path:
    versions = sorted(POSTGRESQL_PROGRAMS.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    if not versions:
        sys.exit("No PostgreSQL was found. Install the packages of packages.apt, or set DATABASE_URL.")
    return versions[-1].parent


@contextmanager
def private_redis(scratch: Path) -> Iterator[str]:
    directory = scratch / "redis"
    directory.mkdir()
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with server(["redis-server", *options], [], directory, lambda: answers_to_redis(url)):
        yield url


@contextmanager
def server(
    command: Sequence[str | Path],
    as_another_user: Sequence[str],
    directory: Path,
    is_ready: Callable[[], bool],
) -> Iterator[None]:
    """Run a server until the end of the block. It ends with this process, however that ends."""
    log = directory / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "INT", *as_another_user, *command],
            cwd=directory,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        give_up_at = time.monotonic() + SECONDS_TO_START
        while not is_ready():
            if process.poll() is not None or time.monotonic() > give_up_at:
                sys.exit(f"A server for the tests did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
