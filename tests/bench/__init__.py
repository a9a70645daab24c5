"""The benchmark: every stage beside the same ledger and counts written by hand in polars (``python3 run.py bench``)."""
