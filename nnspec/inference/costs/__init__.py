"""What a network costs: floating-point operations and bytes, from its shapes alone."""
