"""Which intent a message has, how sure that is, and when to ask instead. Plain numpy; nothing here knows Rasa."""
