"""The Sourcer process: pipeline, workers, platform adapters, web pages and command line."""
