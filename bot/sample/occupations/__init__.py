"""Hand-written occupations, a file per field of work, in the notation of `archetype.py`."""
