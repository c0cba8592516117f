"""Which account is whose, for people whom a provider of identities vouches for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "identities",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_identities"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_identities_account_accounts", ondelete="CASCADE"),
    )
    op.create_index("ix_identities_account", "identities", ["account"])


def downgrade() -> None:
    """Drop the table, and all it holds."""
    op.drop_table("identities")
