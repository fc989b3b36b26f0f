"""How a spec is written best: the order of keys, documented names, the shortest form; the meaning never changes."""
