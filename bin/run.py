"""Run the demonstration: one web process and one worker, on files in var/, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
VAR_DIR = ROOT / "var"
# A demonstration fills its database with fictional children: it never touches one meant for live records.
NOT_FOR_A_DEMONSTRATION = ("DATABASE_URL", "REDIS_URL", "CACHE_REDIS_URL", "DOCUMENTS_DIR", "DEBUG")
PREPARATIONS = (
    ("migrate", "--verbosity=0"),
    ("collectstatic", "--noinput", "--verbosity=0"),
    ("demonstration",),
)
SECONDS_TO_STOP = 10
SECONDS_TO_START = 60


def main() -> int:
    port = chosen_port()
    environment = demonstration_environment()
    # The queue is a directory of files, which the worker expects to find.
    (VAR_DIR / "queue").mkdir(parents=True, exist_ok=True)
    for stop_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop_signal, interrupt)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for step in PREPARATIONS:
            subprocess.run([PROGRAMS / "python", "manage.py", *step], cwd=ROOT, env=environment, check=True)
        processes["The web process"] = start(web_command(port), environment)
        processes["The worker"] = start(worker_command(), environment)
        wait_until_it_answers(port, processes)
        print(f"\nCasework is ready: http://localhost:{port}  (Ctrl-C stops it)", flush=True)
        return wait_for_an_end(processes)
    except KeyboardInterrupt:
        print("\nStopping")
        return 0
    except subprocess.CalledProcessError as error:
        return error.returncode
    finally:
        stop(list(processes.values()))


def interrupt(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def demonstration_environment() -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_A_DEMONSTRATION}
    return environment | {
        "DEMONSTRATION": "1",
        "VAR_DIR": str(VAR_DIR),
        # Said to root about messages that could carry code. These cannot, and stay on this machine.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def chosen_port() -> int:
    wanted = os.environ.get("PORT") or "8000"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {wanted}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError as error:
            sys.exit(f"Port {wanted} cannot be used ({error.strerror}). Choose another: make run PORT=8001")
    return int(wanted)


def web_command(port: int) -> list[str | Path]:
    return [
        *(PROGRAMS / "gunicorn", "casework.wsgi", f"--bind=127.0.0.1:{port}"),
        *("--workers=1", "--threads=8", "--log-level=warning", "--graceful-timeout=5", "--no-control-socket"),
    ]


def worker_command() -> list[str | Path]:
    return [
        *(PROGRAMS / "celery", "--app=casework", "--quiet", "worker", "--beat", "--pool=solo"),
        *("--loglevel=ERROR", "--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def start(command: list[str | Path], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    # In a session of its own Ctrl-C reaches it through `stop` alone; should this process be killed, so is it.
    return subprocess.Popen(
        ["setpriv", "--pdeathsig", "TERM", *command], cwd=ROOT, env=environment, start_new_session=True
    )


def wait_until_it_answers(port: int, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at and all(process.poll() is None for process in processes.values()):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except urllib.error.HTTPError as error:
            sys.exit(f"The web process answers, but is not well: {error}")
        except OSError:
            time.sleep(0.1)
    sys.exit("Casework did not start; the lines above say why.")


def wait_for_an_end(processes: dict[str, subprocess.Popen[bytes]]) -> int:
    while True:
        for name, process in processes.items():
            if process.poll() is not None:
                print(f"{name} ended by itself (exit code {process.returncode}); stopping", file=sys.stderr)
                return 1
        time.sleep(0.5)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for stop_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop_signal, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
