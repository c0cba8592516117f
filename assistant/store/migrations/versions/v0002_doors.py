"""Sites that may show the widget, and programs that may talk to the coach."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "sites",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("per_site", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
    )
    op.create_table(
        "site_origins",
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name="pk_site_origins"),
        sa.ForeignKeyConstraint(["site"], ["sites.id"], name="fk_site_origins_site_sites", ondelete="CASCADE"),
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("digest", name="uq_clients_digest"),
    )


def downgrade() -> None:
    """Drop the tables, and all they hold."""
    for name in ("site_origins", "sites", "clients"):
        op.drop_table(name)
