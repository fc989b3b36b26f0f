"""Structural findings: what a document says against the language, each at its place."""
