"""A compiler for neural networks."""
