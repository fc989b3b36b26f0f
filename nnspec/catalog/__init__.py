"""What Keras offers, as data: generated from Keras, with a small hand-written overlay."""
