"""What a spec names outside itself: schemes, path safety, hashes."""
