"""Everything a person can do: one frozen dataclass per action, each with a permanent verb.

Cards outlive deployments, so a verb never changes its meaning and a field added later has a default.
A field is either carried by the button (ids only) or, if declared with `typed()`, read from the form.
"""
