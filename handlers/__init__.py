"""The bot's behaviour, one file per flow; routes.py lists the handlers."""
