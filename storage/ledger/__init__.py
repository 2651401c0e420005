"""The transparency log: a Merkle tree over every record's hash, signed heads, and what proves a record is in it."""
