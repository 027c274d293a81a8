"""Quantities, money and sizes of companies: numbers, and what they count."""
