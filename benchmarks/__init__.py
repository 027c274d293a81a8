"""Measures the intent pipeline on data sets with train.csv and test.csv."""
