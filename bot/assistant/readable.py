"""What of a message the model is to read: a slash at its beginning is no command, and blanks say nothing."""

from __future__ import annotations


def without_commands(text: str) -> str:
    """The text, as long as before, with blanks for the slashes at its beginning: Rasa would take "/greet" for an intent."""
    rest = text.lstrip()
    while rest.startswith("/"):
        rest = rest[1:].lstrip()
    return rest.rjust(len(text)) if "/" in text[: len(text) - len(rest)] else text


def says_something(text: str) -> bool:
    """Whether there is anything to read in it."""
    return any(char.isprintable() and char not in " \ufffd" for char in text)
