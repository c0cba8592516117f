"""The templates, and the one way to fill them in."""

from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from web.rendering.plain import printable
from web.rendering.words import typeset


def render_template(name: str, **context: object) -> str:
    """Fill in a template of `web/templates`; every value is escaped."""
    return _environment().get_template(name).render(**context)


@lru_cache(maxsize=1)
def stylesheet() -> Markup:
    """Return the style sheet of a reading, to be put in a page that stands alone."""
    return Markup((files("web") / "static" / "jury-blanc.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["typeset"] = typeset
    return environment
