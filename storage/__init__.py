"""What is remembered: tables, events, projections, ledger."""
