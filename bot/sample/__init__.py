"""Sample data: people and jobs that do not exist and hang together."""

from bot.sample.jobs import jobs
from bot.sample.people import people, write

__all__ = ["jobs", "people", "write"]
