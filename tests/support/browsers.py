"""A real browser on a real server: what people with a screen, a keyboard or a reader of screens meet."""

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, Dialog, Page, sync_playwright
from starlette.types import ASGIApp

from assistant.settings import Settings
from web.app import create_app
from web.dependencies import Doors, Reviewer
from web.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "Chromium is not installed (make tools, or apt install chromium)"
_AXE = (Path(__file__).parents[1] / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")
_STARTS_WITHIN = 30
_LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""


@dataclass
class Guard:
    """Writes down what should never happen in a page."""

    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self, page: Page, origin: str) -> None:
        """Watch a page from now on: dialogs, errors, requests that leave the server."""
        page.add_init_script(_LISTEN)
        page.on("dialog", self._refuse)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        page.on("request", lambda sent: self.requests.append(sent.url) if not sent.url.startswith((origin, "data:")) else None)

    def _refuse(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def seen(self, page: Page) -> list[str]:
        """Return everything that happened and should not have."""
        return [*self.dialogs, *self.errors, *self.requests, *page.evaluate("window.violations")]


@contextmanager
def served(
    assistant: Reviewer,
    *,
    settings: Settings | None = None,
    doors: Doors | None = None,
    workspace: Workspace | None = None,
    port: int = 0,
) -> Iterator[str]:
    """Serve the application, on a free port unless one is given, without a limit unless settings are, and return its address."""
    chosen = settings or Settings.model_construct(rate_limit=0)
    with listening(create_app(assistant, settings=chosen, doors=doors, workspace=workspace), port) as address:
        yield f"{address.removesuffix('/')}{chosen.root_path}/"


@contextmanager
def listening(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve any application, on a free port unless one is given, and return its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        end = time.monotonic() + _STARTS_WITHIN
        while not server.started and time.monotonic() < end:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium, driven by Playwright; nothing is downloaded."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def barriers(page: Page) -> list[str]:
    """Return what axe finds wrong with a page as it is now, one line a rule and element."""
    page.evaluate(_AXE)
    found: dict[str, Any] = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found["violations"] for node in v["nodes"]]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
