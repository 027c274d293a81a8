"""Sentence encoders: a text becomes a vector that stands for its meaning. Weights come with packages; nothing is fetched."""
