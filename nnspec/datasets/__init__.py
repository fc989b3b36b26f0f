"""Data sources -> numpy arrays, split, and what the training split teaches."""
