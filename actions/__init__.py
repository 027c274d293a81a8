"""What Rasa calls: read, one verb of the rules, say."""
