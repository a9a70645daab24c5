"""Stage 1: files become sheets and text rows, each row with file, sheet and cell."""

from audit.intake.batch import file_paths, read, sheets_of
from audit.intake.books import Limits
from audit.intake.proposals import propose
from audit.intake.uploads import collect

__all__ = ["Limits", "collect", "file_paths", "propose", "read", "sheets_of"]
