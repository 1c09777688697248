"""Everything a person can do: one frozen dataclass per action, each with a permanent verb.

Cards outlive deployments, so a verb never changes its meaning and a field added later has a default.
A field is read from the form if it is declared with `typed()`; otherwise the button carries it (ids only).
"""
