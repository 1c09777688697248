"""One file for each change of the tables, in order: the name begins with its number, which is its revision."""
