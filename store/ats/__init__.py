"""Applicant tracking systems connected with a key: who was pushed to them, and what they know about people."""
