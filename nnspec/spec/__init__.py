"""The typed, frozen meaning of a document: what each key says, with every default filled in."""
