"""What the bot does: a file for each flow; routes.py lists the handlers."""
