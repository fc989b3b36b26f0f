"""What a document says -> the plain entries and values that it stands for: merged, filled in, every round made."""
