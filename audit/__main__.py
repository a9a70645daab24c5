"""``python -m audit`` is ``zhucun``: the command line as a process of its own."""

import gc
import os
import sys

_GARBAGE = (500_000, 20, 100)
"""How seldom to look for garbage: most that a command makes lives until its end, and looking takes a fifth of it."""


def run() -> None:
    """Run the command line and end the process at once with its exit code.

    By then files and databases are closed. To take apart everything in memory first, as Python does by itself, takes
    a tenth of a command's time.
    """
    gc.set_threshold(*_GARBAGE)
    # Importing makes more objects that stay than most commands.
    from audit.cli.app import main

    try:
        main()
    except SystemExit as end:
        # What cannot be written any more is told, and counted as a failure, by Python's own way out.
        if isinstance(end.code, int) and _all_written():
            os._exit(end.code)
        raise


def _all_written() -> bool:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    run()
