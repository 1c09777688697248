"""What is promised in numbers, each against a reference measured in the same run. `make bench` runs them all."""
