"""Readers of one cell's text each: a date, a time, a number, a name, a sign. They raise CellError and nothing else."""
