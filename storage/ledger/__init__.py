"""Canonical bytes, chain, Merkle log, checkpoints."""
