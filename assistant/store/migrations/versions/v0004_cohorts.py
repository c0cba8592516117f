"""Cohorts: who is in them, which readings were given back, and what people say of a reading."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_cohorts()
    _create_opinions()
    _create_disputes()


def _create_cohorts() -> None:
    op.create_table(
        "cohorts",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("tutor", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("policy", sa.String(16), nullable=False),
        sa.Column("policy_at", sa.String(40), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("link", sa.String(64), nullable=True),
        sa.Column("link_until", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
        sa.UniqueConstraint("link", name="uq_cohorts_link"),
        sa.ForeignKeyConstraint(["tutor"], ["accounts.id"], name="fk_cohorts_tutor_accounts", ondelete="CASCADE"),
    )
    op.create_index("ix_cohorts_tutor", "cohorts", ["tutor"])
    op.create_table(
        "memberships",
        sa.Column("cohort", sa.String(40), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("joined_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("cohort", "account", name="pk_memberships"),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.id"], name="fk_memberships_cohort_cohorts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_memberships_account_accounts", ondelete="CASCADE"),
    )
    op.create_index("ix_memberships_account", "memberships", ["account"])
    op.create_table(
        "cohort_invitations",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("cohort", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_cohort_invitations"),
        sa.ForeignKeyConstraint(
            ["digest"], ["invitations.digest"], name="fk_cohort_invitations_digest_invitations", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.id"], name="fk_cohort_invitations_cohort_cohorts", ondelete="CASCADE"),
    )


def _create_opinions() -> None:
    op.create_table(
        "releases",
        sa.Column("draft", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tutor", sa.String(40), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("draft", "number", name="pk_releases"),
        _version("releases"),
    )
    op.create_table(
        "comments",
        *_said_by_someone("comments"),
        sa.Column("critere", sa.String(16), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.create_index("ix_comments_draft", "comments", ["draft", "number"])
    op.create_table(
        "overrides",
        *_said_by_someone("overrides"),
        sa.Column("critere", sa.String(16), nullable=False),
        sa.Column("niveau", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_overrides_draft", "overrides", ["draft", "number"])


def _create_disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("draft", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("critere", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disputes"),
        _version("disputes"),
    )
    op.create_index("ix_disputes_draft", "disputes", ["draft", "number"])
    op.create_table(
        "dispute_answers",
        sa.Column("dispute", sa.String(40), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("dispute", name="pk_dispute_answers"),
        sa.ForeignKeyConstraint(["dispute"], ["disputes.id"], name="fk_dispute_answers_dispute_disputes", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name="fk_dispute_answers_author_accounts", ondelete="CASCADE"),
    )


def _said_by_someone(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(40), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["author"], ["accounts.id"], name=f"fk_{table}_author_accounts", ondelete="CASCADE"),
        _version(table),
    )


def _version(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["draft", "number"],
        ["draft_versions.draft", "draft_versions.number"],
        name=f"fk_{table}_draft_draft_versions",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Drop the tables, and all they hold."""
    for name in ("dispute_answers", "disputes", "overrides", "comments", "releases"):
        op.drop_table(name)
    for name in ("cohort_invitations", "memberships", "cohorts"):
        op.drop_table(name)
