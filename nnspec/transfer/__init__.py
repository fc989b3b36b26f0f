"""Transfer bases: loaded, checked, cut and frozen, with a report of what was done to each layer."""
