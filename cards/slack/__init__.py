"""Screens as Slack draws them: what the rest of the bot needs of this folder."""

from cards.slack.render import (
    check,
    field_errors,
    first_field_error,
    home,
    line,
    message,
    modal,
    notice,
    read_metadata,
    read_press,
    read_submit,
    read_suggest,
    read_values,
    suggestions,
)

__all__ = [
    "check",
    "field_errors",
    "first_field_error",
    "home",
    "line",
    "message",
    "modal",
    "notice",
    "read_metadata",
    "read_press",
    "read_submit",
    "read_suggest",
    "read_values",
    "suggestions",
]
