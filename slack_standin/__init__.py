"""A stand-in for Slack: a stateful server that real Slack clients talk to when no workspace is at hand."""

from __future__ import annotations

from slack_standin.server import StandIn
from slack_standin.settings import Settings

__all__ = ["Settings", "StandIn"]
