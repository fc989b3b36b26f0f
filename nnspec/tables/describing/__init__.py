"""One module per kind of file; each has `describe_file`, and is imported when it is needed."""
