"""What an auditor asks of the record: does it hold, what was where, prove it, and who looked."""
