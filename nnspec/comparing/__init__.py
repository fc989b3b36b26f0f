"""Two specs, or two runs -> what differs in their meaning."""
