"""Applicant tracking systems that are connected with a key: pushing candidates to them, and asking who is there."""
