"""A company's turn, whatever the channel."""
