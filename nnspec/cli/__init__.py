"""The command line: one file per command, each imports its stage when it runs."""
