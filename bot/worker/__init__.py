"""Delivers the outbox and runs the clocks."""
