"""The outside: search index, resume sources, ATS, mail, reference data. Imports nothing of ours."""
