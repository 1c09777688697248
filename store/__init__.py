"""Persistence: tables, migrations and business rules. Imports no other package of the project."""
