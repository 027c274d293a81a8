"""The rules: what an inquiry is, what may be given, where it goes, what people do with it. Standard library only."""
