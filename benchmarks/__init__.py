"""Benchmarks of the performance goals, each against a reference measured in the same run. `make bench` runs all."""
