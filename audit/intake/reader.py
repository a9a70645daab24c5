"""The child process that reads files: untrusted bytes never reach the parent, which gets text as JSON lines.

Run as a script (``python -P reader.py``), it serves requests from standard input until it ends. A request is
``{"path", "limits"}`` on one line. The answer is first what the file is, ``{"kind", "macros"}``, then one line per
sheet, ``{"name", "hidden", "height", "merges", "columns"}`` with ``note`` and ``faults`` where there are any, then
``{"end": true}``. ``{"error": code, "detail": text}`` stands for a file that cannot be read; what came before it does
not count. In an archive each file begins with ``{"member": name, "sha256", "kind", "macros"}``, and its sheets and
error follow.

``columns`` are the sheet's columns from A on, each one string: its cells from row 1 on, joined by DEL (JSON reads few
long strings faster than many short ones). ``merges`` are 0-based: first row, first column, last row, last column.
``faults`` are code, 0-based row, 0-based column, text.
"""

import importlib
import os
import sys

if __name__ == "__main__":
    # The readers alone, without the program around them: the child starts fast and stays small.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    importlib.import_module("reading.answer").serve()
