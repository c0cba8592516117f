"""Readings that accounts asked for, kept until they are done."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("draft", sa.String(40), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(40), nullable=True),
        sa.Column("lease_until", sa.String(40), nullable=True),
        sa.Column("ready_at", sa.String(40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bloc", sa.String(16), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("original", sa.LargeBinary(), nullable=True),
        sa.Column("original_bytes", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=True),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("account", "key_digest", name="uq_jobs_account"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_jobs_account_accounts", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["draft"], ["drafts.id"], name="fk_jobs_draft_drafts", ondelete="CASCADE"),
    )
    op.create_index("ix_jobs_state", "jobs", ["state", "ready_at"])


def downgrade() -> None:
    """Drop the table, and all it holds."""
    op.drop_table("jobs")
