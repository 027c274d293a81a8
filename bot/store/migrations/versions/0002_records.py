"""The records that people maintain, their stamps, and the former versions of answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The columns of each table by their type.
RECORDS: dict[str, dict[str, str]] = {
    "emergencies": {
        "text": "name country context phase mode lead_agency",
        "nested": "aliases clusters",
        "day": "since",
    },
    "cluster_configuration": {"text": "country set", "day": "from_ until"},
    "clusters": {"text": "set code parent page email", "nested": "name aliases leads needs declines replaced_by"},
    "agencies": {"nested": "name aliases profile", "text": "unit un_entity desk url"},
    "needs": {
        "text": "item country cluster agency emergency visibility business place owner_desk",
        "nested": "requested committed delivered contribution_types",
        "long": "spec",
        "day": "until",
    },
    "acceptance_rules": {
        "text": "scope topic item category contribution_type verdict",
        "nested": "when reason",
        "long": "alternative",
    },
    "cash_channels": {"text": "name country emergency agency url", "nested": "currencies"},
    "agreements": {
        "text": "company agency type owner_desk company_domain",
        "nested": "aliases scope territory valid activation_contact",
    },
    "desks": {
        "text": "name slack timezone hours holidays language restricted escalates_to fallback_desk held_offers_digest",
        "nested": "covers members",
        "number": "first_reply_wh resolve_wh",
    },
    "desk_members": {"text": "desk role slack_user email name timezone hours", "nested": "languages"},
    "contacts": {"text": "role name value cluster agency country region context topic visibility owner"},
    "sector_stances": {
        "text": "agency sector part no_partner no_funds no_dialogue stance source",
        "nested": "public_wording",
        "long": "internal_note",
    },
    "sector_contacts": {"text": "sector part desk"},
    "refusal_register": {"text": "company sector agency reason_code author", "nested": "flags", "long": "evidence"},
    "companies": {"text": "name country sector size email timezone global_compact", "nested": "aliases"},
    "policies": {"text": "layer agency topic url", "nested": "text"},
    "glossary": {"nested": "term aliases text"},
    "answers": {"text": "topic owner", "nested": "text cues sources", "whole": "version"},
    "cases": {"text": "title theme year", "nested": "agencies partners text"},
    "entry_points": {"long": "situation door", "text": "topic desk url", "nested": "text"},
    "emergency_numbers": {"text": "country service value"},
    "items": {"text": "category rule contribution_type", "nested": "names cluster", "truth": "never"},
    "subscriptions": {"text": "email item cluster quiet_hours", "nested": "countries", "day": "since"},
}
SHARED = {
    "text": "key source_title source_url source_kind verified_by status origin shipped_hash",
    "day": "checked_on review_by valid_from valid_to",
    "long": "note",
    "truth": "edited",
    "whole": "revision",
}

TYPES: dict[str, type[sa.types.TypeEngine]] = {
    "text": sa.String,
    "long": sa.Text,
    "nested": sa.JSON,
    "day": sa.Date,
    "truth": sa.Boolean,
    "whole": sa.Integer,
    "number": sa.Float,
}
NULLABLE = ("nested", "day")


def upgrade() -> None:
    for name, columns in RECORDS.items():
        _create_records(name, columns)
    op.create_table(
        "changes",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_changes"),
    )
    op.create_table(
        "answer_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answer_versions"),
    )
    op.create_index("ix_answer_versions_key", "answer_versions", ["key"])
    changes = sa.table("changes", sa.column("kind", sa.String()), sa.column("stamp", sa.Integer()))
    op.bulk_insert(changes, [{"kind": kind, "stamp": 0} for kind in RECORDS])


def downgrade() -> None:
    for name in (*RECORDS, "changes", "answer_versions"):
        op.drop_table(name)


def _create_records(name: str, columns: dict[str, str]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *_columns(columns),
        *_columns(SHARED),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("key", name=f"uq_{name}_key"),
    )


def _columns(named: dict[str, str]) -> list[sa.Column]:
    return [
        sa.Column(name, TYPES[kind](), nullable=kind in NULLABLE)
        for kind, names in named.items()
        for name in names.split()
    ]
