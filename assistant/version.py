"""The version of the product, told without loading any of it."""

from importlib.metadata import PackageNotFoundError, version


def product_version() -> str:
    """Return the version of the installed product."""
    try:
        return version("jury-blanc")
    except PackageNotFoundError:
        return "0+source"
