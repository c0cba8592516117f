"""The table of the readings that accounts asked for, in the same words as the others."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from assistant.store.schema import METADATA

JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("draft", String(40), ForeignKey("drafts.id", ondelete="CASCADE")),
    Column("number", Integer),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", String(40)),
    Column("lease_until", String(40)),
    Column("ready_at", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("bloc", String(16), nullable=False),
    Column("content", Text),
    Column("original", LargeBinary),
    Column("original_bytes", Integer, nullable=False),
    Column("steps", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hint", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("key_digest", String(64)),
    Column("created_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    UniqueConstraint("account", "key_digest", name="uq_jobs_account"),
    Index("ix_jobs_state", "state", "ready_at"),
)
"""`content`, `original` and `title` are empty once the text is a version of its draft, or is no longer kept.

`holder` names who reads it, until `lease_until` unless that is put off; nobody begins before `ready_at`.
`fingerprint` tells one text from another; `key_digest` is the sha256 of the key under which a program sent it.
"""
