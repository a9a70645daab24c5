"""Stage 2: text rows become typed rows and data errors. The only package that uses pandera."""

from audit.validate.stage import validate
from audit.validate.words import unknown_words

__all__ = ["unknown_words", "validate"]
