"""Rasa components: language, entities and intents."""
