"""The pure core: declarations, decisions and rules; no I/O, no clock, no database."""
