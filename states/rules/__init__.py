"""Numbers and law: pure functions over a call's rules."""
