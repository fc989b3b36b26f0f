"""Headers, fingerprints and column bindings of data, with the standard library."""
