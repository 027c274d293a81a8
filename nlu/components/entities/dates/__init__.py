"""Dates and intervals of a message: by words, in digits, relative to its own day, in seven languages."""
