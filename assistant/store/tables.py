"""The tables of the library, the accounts and the cohorts: only types and words that SQLite and PostgreSQL both accept."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from assistant.store.job_table import JOBS as JOBS
from assistant.store.schema import METADATA as METADATA

REVISION = "0006"
"""The migration that these tables are the result of."""


def _owner() -> Column[str]:
    return Column("exemplar", String(40), ForeignKey("exemplars.id", ondelete="CASCADE"), primary_key=True)


EXEMPLARS = Table(
    "exemplars",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("fictional", Boolean, nullable=False),
    Column("consent", Text, nullable=False),
    Column("bloc", String(8)),
    Column("context", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed_at", String(40), nullable=False),
    Index("ix_exemplars_state", "state", "bloc"),
)

PASSAGES = Table(
    "exemplar_passages",
    METADATA,
    _owner(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start_at", Integer, nullable=False),
    Column("end_at", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("tabular", Boolean, nullable=False),
)

VECTORS = Table(
    "exemplar_vectors",
    METADATA,
    Column("exemplar", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("embedder", String(200), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    ForeignKeyConstraint(["exemplar", "number"], ["exemplar_passages.exemplar", "exemplar_passages.number"], ondelete="CASCADE"),
)
"""Single precision, little-endian; `embedder` is the identity of the model that made them."""

NIVEAUX = Table(
    "exemplar_niveaux",
    METADATA,
    _owner(),
    Column("critere", String(16), primary_key=True),
    Column("niveau", String(16), nullable=False),
)

ETATS = Table(
    "exemplar_etats",
    METADATA,
    _owner(),
    Column("indicateur", String(20), primary_key=True),
    Column("etat", String(16), nullable=False),
    Column("spans", Text, nullable=False),
)
"""`spans` is « 12-40 58-91 »: places of the text, never its words."""

RISKS = Table(
    "exemplar_risks",
    METADATA,
    _owner(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start_at", Integer, nullable=False),
    Column("end_at", Integer, nullable=False),
    Column("why", Text, nullable=False),
)

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", String(200), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)
"""`name_key` is the name without capitals, under which it is unique; `password` is an argon2 hash, or empty."""

INVITATIONS = Table(
    "invitations",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE")),
    Column("created_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
)
"""`digest` is the sha256 of the token of the link; an invitation that was used is deleted."""

IDENTITIES = Table(
    "identities",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", String(40), nullable=False),
    Index("ix_identities_account", "account"),
)
"""`digest` is the sha256 of who vouches for a person and of what they call that person; an address is never in it."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
    Index("ix_sessions_account", "account"),
)

ATTEMPTS = Table(
    "sign_in_attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Index("ix_sign_in_attempts_digest", "digest", "at"),
)
"""Failures to sign in, by digest of a name or of an address, for as long as they count."""

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("title", Text, nullable=False),
    Column("bloc", String(8), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Index("ix_drafts_account", "account", "changed_at"),
)

VERSIONS = Table(
    "draft_versions",
    METADATA,
    Column("draft", String(40), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("created_at", String(40), nullable=False),
    Column("content", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("original", LargeBinary),
    Column("original_bytes", Integer, nullable=False),
)
"""`content` and `report` are the documents of a `Draft` and of its reading; `original` is the file as it was sent."""

ACCOUNT_AUDIT = Table(
    "account_audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", String(40), nullable=False),
    Index("ix_account_audit_subject", "subject"),
)
"""Random ids only: no name, no title, no word; it outlives what it speaks of."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("exemplar", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_exemplar", "exemplar"),
)
"""Without content, and without a foreign key: it outlives what it speaks of."""

SCRUBS = Table(
    "scrubs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("asked_at", String(40), nullable=False),
    Column("done_at", String(40)),
)
"""Words were deleted or replaced: until `done_at` is set, bytes of them may still lie in the files."""

SITES = Table(
    "sites",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("per_person", Integer, nullable=False),
    Column("per_site", Integer, nullable=False),
    Column("created_at", String(40), nullable=False),
)
"""A token is signed and checked with the same secret, so it is kept as it is: the file is for its owner alone."""

SITE_ORIGINS = Table(
    "site_origins",
    METADATA,
    Column("site", String(40), ForeignKey("sites.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("origin", Text, nullable=False),
)

CLIENTS = Table(
    "clients",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("per_hour", Integer, nullable=False),
    Column("created_at", String(40), nullable=False),
)
"""`digest` is the sha256 of the key, which is shown once and never kept."""

COHORTS = Table(
    "cohorts",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("tutor", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("policy", String(16), nullable=False),
    Column("policy_at", String(40), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("link", String(64), unique=True),
    Column("link_until", String(40)),
    Index("ix_cohorts_tutor", "tutor"),
)
"""`link` is the sha256 of the token of the link by which people join; `policy_at` is when the policy was last changed."""

MEMBERSHIPS = Table(
    "memberships",
    METADATA,
    Column("cohort", String(40), ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("joined_at", String(40), nullable=False),
    Index("ix_memberships_account", "account"),
)

COHORT_INVITATIONS = Table(
    "cohort_invitations",
    METADATA,
    Column("digest", String(64), ForeignKey("invitations.digest", ondelete="CASCADE"), primary_key=True),
    Column("cohort", String(40), ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
)
"""The cohort that the account of an invitation joins as it is made."""


def _version() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["draft", "number"], ["draft_versions.draft", "draft_versions.number"], ondelete="CASCADE")


def _author() -> Column[str]:
    return Column("author", String(40), ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False)


RELEASES = Table(
    "releases",
    METADATA,
    Column("draft", String(40), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("tutor", String(40), nullable=False),
    Column("at", String(40), nullable=False),
    _version(),
)
"""Readings that a tutor gave back; what was seen stays seen, so it outlives the account of the tutor."""

COMMENTS = Table(
    "comments",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("draft", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    _author(),
    Column("critere", String(16)),
    Column("words", Text, nullable=False),
    Column("at", String(40), nullable=False),
    _version(),
    Index("ix_comments_draft", "draft", "number"),
)

OVERRIDES = Table(
    "overrides",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("draft", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    _author(),
    Column("critere", String(16), nullable=False),
    Column("niveau", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(40), nullable=False),
    _version(),
    Index("ix_overrides_draft", "draft", "number"),
)
"""Niveaux that people give beside the reading, never in its place; a row is never changed, the last of an author stands."""

DISPUTES = Table(
    "disputes",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("draft", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("critere", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String(40), nullable=False),
    _version(),
    Index("ix_disputes_draft", "draft", "number"),
)

DISPUTE_ANSWERS = Table(
    "dispute_answers",
    METADATA,
    Column("dispute", String(40), ForeignKey("disputes.id", ondelete="CASCADE"), primary_key=True),
    _author(),
    Column("words", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
"""Apart from the disputes, so that an answer goes with the account of whoever gave it."""
