"""What companies say, by language, and the Rasa components that understand it."""
