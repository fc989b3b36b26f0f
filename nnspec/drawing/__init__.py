"""Graphs as pictures, in the text formats that other programs draw."""
