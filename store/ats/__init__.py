"""Applicant tracking systems connected with a key: who was pushed there, and what they know about people."""
