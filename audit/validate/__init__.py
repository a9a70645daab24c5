"""Stage 2: text rows become typed rows and data errors. The only package that uses pandera."""

from audit.validate.stage import validate

__all__ = ["validate"]
