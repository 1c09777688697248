"""Occupations, one file per field of work, in the notation of `archetype.py`."""
