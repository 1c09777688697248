"""One file per revision, in order: the file name begins with the revision number."""
