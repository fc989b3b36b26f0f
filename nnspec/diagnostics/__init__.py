"""Findings as values, and one file per output format."""
