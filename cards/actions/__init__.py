"""What a person can do: one frozen dataclass each, with a verb that is permanent.

Cards outlive deployments, so a verb never changes its meaning and a field added later has a default.
A field is either carried by the button (ids only) or, when made with `typed()`, read from the form.
"""
