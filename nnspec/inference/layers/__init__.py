"""Rules of shapes, by layer: `LayerCall` -> `Outcome`."""
