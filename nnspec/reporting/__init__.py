"""A finished run as a record, and the record as a report that is itself a spec."""
