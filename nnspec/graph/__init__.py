"""The intermediate representation: nodes and edges between the spec and Keras."""
