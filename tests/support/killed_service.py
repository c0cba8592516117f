"""A service with accounts whose readings last a while, forked from a process that is ready: it starts at once and may be killed.

`python tests/support/killed_service.py FOLDER PORT` forks a service for each line of its standard input, the seconds
between two steps of a reading, and prints its pid.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import uvicorn
from fake_assistant import FakeAssistant
from kept import Kept, workspace_of
from processes import asked, free_port

from assistant.domain.draft import Draft
from assistant.domain.feedback import FeedbackReport
from assistant.review_draft import Progress, Step
from assistant.settings import Settings
from assistant.store.claims import ClaimStore
from assistant.store.jobs import JobStore
from web.app import create_app

_ROOT = Path(__file__).parents[2]
STEP_SECONDS, LEASE = 0.3, timedelta(seconds=0.8)


class Slow(FakeAssistant):
    """Takes its time between two steps."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def review(
        self,
        draft: Draft,
        bloc: str = "auto",
        scope: Literal["draft", "passage"] = "draft",
        critere: str | None = None,
        progress: Progress | None = None,
    ) -> FeedbackReport:
        def slowly(step: Step, detail: str | int) -> None:
            if progress:
                progress(step, detail)
            time.sleep(self._seconds)

        return super().review(draft, bloc, scope, critere, slowly)


class Killed:
    """The service, which a test kills and starts again on the same port."""

    def __init__(self, forks: "subprocess.Popen[str]", port: int) -> None:
        self._forks = forks
        self.port = port
        self._pid = 0

    @property
    def origin(self) -> str:
        """Return where it listens."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self, seconds: float = STEP_SECONDS) -> None:
        """Start it and wait until it answers; a reading takes those seconds between two steps."""
        assert self._forks.stdin is not None
        assert self._forks.stdout is not None
        self._forks.stdin.write(f"{seconds}\n")
        self._forks.stdin.flush()
        self._pid = int(self._forks.stdout.readline())
        end = time.monotonic() + 30
        while asked(self.port, "/healthz")[0] != 200:
            assert time.monotonic() < end, "the service does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self._pid = 0


@contextmanager
def killed_service(folder: Path) -> Iterator[Killed]:
    """Return a service with its data in that folder, not started yet."""
    port = free_port()
    command = [sys.executable, str(Path(__file__)), str(folder), str(port)]
    paths = os.pathsep.join([str(_ROOT), str(Path(__file__).parent)])
    forks = subprocess.Popen(
        command, cwd=_ROOT, env=os.environ | {"PYTHONPATH": paths}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    service = Killed(forks, port)
    try:
        yield service
    finally:
        service.kill()
        forks.communicate()


def _serve(folder: Path, port: int, seconds: float) -> None:
    kept = Kept(folder, wait=5)
    jobs, claims = JobStore(kept.database), ClaimStore(kept.database, lease=LEASE)
    workspace = replace(workspace_of(kept), jobs=jobs, claims=claims)
    app = create_app(Slow(seconds), settings=Settings.model_construct(rate_limit=0), workspace=workspace)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


def _fork_on_demand(folder: Path, port: int) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _serve(folder, port, float(line))
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _fork_on_demand(Path(sys.argv[1]), int(sys.argv[2]))
