"""Sample data: invented but coherent people and jobs."""

from bot.sample.jobs import jobs
from bot.sample.people import people, write

__all__ = ["jobs", "people", "write"]
