"""What one would take instead: each a program of its own, run by the Python of an environment of its own."""
