"""Brings a database to the present form; alembic is loaded only when there is something to do."""

import threading
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_FOLDER = Path(__file__).parent
_ONE_AT_A_TIME = threading.Lock()
"""Alembic has one current migration a process."""


def revisions() -> frozenset[str]:
    """Return every form of the database that this version knows."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def upgrade(connection: Connection) -> None:
    """Run, within the transaction of that connection, the steps that it lacks."""
    scripts = _scripts()
    context = EnvironmentContext(Config(), scripts, fn=lambda at, _: scripts._upgrade_revs("head", at))
    with _ONE_AT_A_TIME, context:
        context.configure(connection=connection)
        context.run_migrations()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_FOLDER))
