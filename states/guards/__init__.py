"""The conditions of rows, by topic: thin readings of a context, over the pure rules."""
