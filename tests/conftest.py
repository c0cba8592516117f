"""Fixtures that every room may use."""

from pathlib import Path

import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.settings import Settings


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("jury-blanc")


@pytest.fixture(scope="session")
def assistant(data_dir: Path) -> Assistant:
    """The assistant with the shipped knowledge and the exact index; it keeps no state between readings."""
    return build_assistant(Settings(data_dir=data_dir, index="exact"))
