"""What lists cannot hold (names of companies, trades, ways to contribute), learnt from messages in which people marked it."""
