"""Outside systems: search index, resume sources, ATS, mail, reference data. Imports no other package of ours."""
