"""What is written down of the life of accounts, without a word of anyone."""

from sqlalchemy import Connection, insert

from assistant.store.tables import ACCOUNT_AUDIT, SCRUBS


def note(connection: Connection, at: str, by: str, action: str, subject: str) -> None:
    """Write down who did what to what; `by` and `subject` are ids."""
    connection.execute(insert(ACCOUNT_AUDIT).values(at=at, actor=by, action=action, subject=subject))


def ask_scrub(connection: Connection, at: str) -> int:
    """Write down that words were deleted, and return the number to close once no byte of them is left."""
    [number] = connection.execute(insert(SCRUBS).values(asked_at=at)).inserted_primary_key or (0,)
    return int(number)
