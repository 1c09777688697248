"""Parsers for single values, such as dates, degrees, addresses and words, as people and programs write them."""


class InvalidValue(ValueError):
    """The text is not a valid value of this field; the message says what was expected, worded to follow the column."""
