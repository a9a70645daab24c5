"""The second, larger set: ten villages at the end of the third quarter and of the year 2024."""
