"""Sources described by a file: a partner's REST API without code (docs/source-mapping.md)."""
