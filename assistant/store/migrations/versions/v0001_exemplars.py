"""The library of exemplars, its audit log and its erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "exemplars",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("bloc", sa.String(8), nullable=True),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exemplars"),
        sa.UniqueConstraint("sha256", name="uq_exemplars_sha256"),
    )
    op.create_index("ix_exemplars_state", "exemplars", ["state", "bloc"])
    _create_parts()
    _create_journals()


def _create_parts() -> None:
    _part(
        "exemplar_passages",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("tabular", sa.Boolean(), nullable=False),
    )
    _part(
        "exemplar_niveaux",
        sa.Column("critere", sa.String(16), nullable=False),
        sa.Column("niveau", sa.String(16), nullable=False),
    )
    _part(
        "exemplar_etats",
        sa.Column("indicateur", sa.String(20), nullable=False),
        sa.Column("etat", sa.String(16), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
    )
    _part(
        "exemplar_risks",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start_at", sa.Integer(), nullable=False),
        sa.Column("end_at", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    op.create_table(
        "exemplar_vectors",
        sa.Column("exemplar", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("embedder", sa.String(200), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("exemplar", "number", "embedder", name="pk_exemplar_vectors"),
        sa.ForeignKeyConstraint(
            ["exemplar", "number"],
            ["exemplar_passages.exemplar", "exemplar_passages.number"],
            name="fk_exemplar_vectors_exemplar_exemplar_passages",
            ondelete="CASCADE",
        ),
    )


def _part(name: str, key: "sa.Column[object]", *others: "sa.Column[object]") -> None:
    """Create a table of parts of an exemplar, told apart by their first column."""
    op.create_table(
        name,
        sa.Column("exemplar", sa.String(40), nullable=False),
        key,
        *others,
        sa.PrimaryKeyConstraint("exemplar", key.name, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["exemplar"], ["exemplars.id"], name=f"fk_{name}_exemplar_exemplars", ondelete="CASCADE"),
    )


def _create_journals() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("exemplar", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_exemplar", "audit", ["exemplar"])
    op.create_table(
        "scrubs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.String(40), nullable=False),
        sa.Column("done_at", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_scrubs"),
    )


def downgrade() -> None:
    """Drop the tables, and all they hold."""
    for name in ("exemplar_vectors", "exemplar_passages", "exemplar_niveaux", "exemplar_etats", "exemplar_risks"):
        op.drop_table(name)
    for name in ("exemplars", "audit", "scrubs"):
        op.drop_table(name)
