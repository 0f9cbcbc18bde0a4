"""The ledger's mathematics: canonical rows, a hash chain, a Merkle tree (RFC 6962), signed heads, and their check.

Knows nothing of the database. docs/reference/ledger.md describes the format for whoever writes a check of their own.
"""
