"""The language and the catalog -> JSON Schemas: what a document may look like, for editors and machines."""
