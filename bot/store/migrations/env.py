"""Runs the migrations on the connection that bot.store.migrate hands over."""

from __future__ import annotations

from alembic import context

from bot.store.record_tables import RecordRow

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RecordRow.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
