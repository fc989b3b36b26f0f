"""Rules: what is likely wrong with a network that would train."""
