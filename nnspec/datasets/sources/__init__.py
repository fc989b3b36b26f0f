"""One module per kind of source; each has `read_names` and `read_file`, and is imported when it is needed."""
