"""Entries that repeat themselves -> `repeat` and `blocks`."""
