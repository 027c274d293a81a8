"""How good a model is on messages that nobody trained on, whether it is worse than another, and what it gets wrong."""
