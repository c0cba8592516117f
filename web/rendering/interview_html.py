"""The sheet of an interview in HTML: it prints on paper as it reads on a screen."""

from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup

from web.rendering.interview import Sheet
from web.rendering.pages import render_template, stylesheet


def render_sheet(sheet: Sheet) -> str:
    """Return the sheet as one file that needs nothing else: no script, no font, no network."""
    return render_template("interview.html.j2", sheet=sheet, css=_styles(), root="")


def render_sheet_page(sheet: Sheet) -> str:
    """Return the same sheet for our own server, with its style sheets beside it."""
    return render_template("interview.html.j2", sheet=sheet, css=None, root="")


@lru_cache(maxsize=1)
def _styles() -> Markup:
    own = (files("web") / "static" / "interview.css").read_text(encoding="utf-8")
    return stylesheet() + Markup(own)  # noqa: S704 - our own file
