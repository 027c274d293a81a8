"""One verb for each thing a company asks: records and rules in, words to say and an outcome out."""
