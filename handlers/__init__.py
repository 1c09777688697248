"""The bot's behavior, one file per flow; routes.py lists the handlers."""
