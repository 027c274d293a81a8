"""The focal points' side: Slack listeners, cards and delivery."""
