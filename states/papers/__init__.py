"""Papers: what offices send and file, each declared as data in `declared/` and filled by one pure function."""
