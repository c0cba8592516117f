"""Reads what accounts asked for, one text at a time, in a thread that lives as long as the service."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

from assistant.domain.job import Job, JobStep
from assistant.errors import InputError, JuryBlancError, SetupError
from assistant.review_draft import Step
from assistant.store.claims import Claim, ClaimStore
from assistant.store.jobs import JobStore, Sent
from web.desk import Desk
from web.following import OPENED, Stopped, size_of, words_of
from web.problems import Busy, problem_of_error, unexpected
from web.submissions import Submission

_LOG = logging.getLogger(__name__)
_EVERY_SECONDS, _BEAT_SECONDS = 1.0, 5.0
"""Between two looks for something to read, and between two signs of life: three may be missed before the lease ends."""
_LONGEST_SECONDS = 1200.0
"""A reading that is not over by then gives no more signs of life: another may take it, and it is counted as failed."""
_FINISHES_WITHIN = 8.0
"""Seconds that the reading under way is given when the service stops; after them it is given back."""


class Worker:
    """Takes readings from those that wait, whichever process they were sent to."""

    def __init__(
        self, claims: ClaimStore, desk: Desk, *, beats: float = _BEAT_SECONDS, finishes_within: float = _FINISHES_WITHIN
    ) -> None:
        self._claims = claims
        self._desk = desk
        self._beats = beats
        self._finishes_within = finishes_within
        self._woken, self._stopped = Event(), Event()
        self._held: Claim | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Read for as long as this lasts; then finish what is being read, or give it back when that takes too long."""
        self._stopped.clear()
        thread = Thread(target=self._go_on, name="lectures", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._woken.set()
            thread.join(self._finishes_within)
            held = self._held
            if thread.is_alive() and held is not None:
                with suppress(SetupError):  # its lease ends by itself
                    self._claims.give_back(held)

    def wake(self) -> None:
        """Look at once for something to read."""
        self._woken.set()

    def read_next(self) -> bool:
        """Read one text; tell whether there was one that could be read now."""
        claim = self._claims.claim()
        if claim is None:
            return False
        self._held = claim
        try:
            with self._beating(claim):
                return self._read(claim)
        finally:
            self._held = None

    def _go_on(self) -> None:
        while not self._stopped.is_set():
            try:
                found = self.read_next()
            except SetupError as error:  # the database is held or gone: what is taken is read again later
                _LOG.warning("lecture remise : %s", error.code)
                found = False
            except Exception as error:  # noqa: BLE001 - a thread has nobody to raise to; it is logged under a number
                unexpected(error)
                found = False
            if not found:
                self._woken.wait(_EVERY_SECONDS)
                self._woken.clear()

    def _read(self, claim: Claim) -> bool:
        asked = Submission(None, claim.draft.name, claim.draft.text, claim.bloc)
        try:
            with self._desk.slot():
                report = self._desk.review(claim.draft, asked, _Telling(self._claims, claim).progress)
            self._claims.finish(claim, report)
        except Stopped:
            return True
        except Busy:
            self._claims.give_back(claim)
            return False
        except InputError as refusal:
            self._claims.fail(claim, str(refusal), refusal.hint, for_good=True)
        except Exception as error:  # noqa: BLE001 - it is told to the owner, or logged under the number that they are told
            problem = problem_of_error(error) if isinstance(error, JuryBlancError) else unexpected(error)
            self._claims.fail(claim, problem.detail, problem.hint)
        return True

    @contextmanager
    def _beating(self, claim: Claim) -> Iterator[None]:
        """Give signs of life while a reading goes on."""
        ended, until = Event(), time.monotonic() + _LONGEST_SECONDS

        def beat() -> None:
            while not ended.wait(self._beats) and time.monotonic() < until:
                with suppress(SetupError):  # the next one may pass
                    self._claims.beat(claim)

        thread = Thread(target=beat, name="lectures-bail", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


class _Telling:
    """Writes down what has been done of a reading, and stops it once it was cancelled or taken over."""

    def __init__(self, claims: ClaimStore, claim: Claim) -> None:
        self._claims = claims
        self._claim = claim
        self._steps = list(claim.steps)

    def progress(self, step: Step, detail: str | int) -> None:
        self._steps.append(JobStep(step=step.value, words=words_of(step, detail)))
        with suppress(SetupError):  # a step that is not told is no reason to stop
            if not self._claims.tell(self._claim, self._steps):
                raise Stopped


class Deposits:
    """The one way in: a text is opened, then kept until it is read."""

    def __init__(self, jobs: JobStore, desk: Desk, worker: Worker) -> None:
        self.jobs = jobs
        self._desk = desk
        self._worker = worker

    def submit(
        self, owner: str, sent: Submission, *, title: str = "", version_of: str | None = None, key: str = ""
    ) -> tuple[Job, bool]:
        """Keep what was sent until it is read; return its reading, and whether it had been asked for already.

        Raise `InputError` for what cannot be read: nothing of it is kept.
        """
        bloc = sent.bloc if sent.bloc == "auto" else sent.bloc.upper()
        if bloc != "auto":
            self._desk.reviewer.knowledge.grille(bloc)
        draft = self._desk.text(sent)
        opened = JobStep(step=OPENED, words=size_of(draft))
        found = self.jobs.submit(owner, Sent(draft, sent.data, title, bloc, version_of, key, (opened,)))
        self._worker.wake()
        return found

    def retry(self, owner: str, code: str) -> Job:
        """Have an abandoned reading tried again."""
        job = self.jobs.retry(owner, code)
        self._worker.wake()
        return job
