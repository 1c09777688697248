"""Screens of connected resume databases."""
