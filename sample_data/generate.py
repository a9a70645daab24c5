"""Write the sample township anew: ``python sample_data/generate.py [folder]``."""

import sys
from pathlib import Path

from generator.township import write_township


def main() -> None:
    """Write into the folder named on the command line, else beside this file."""
    here = Path(__file__).parent
    write_township(Path(sys.argv[1]) if len(sys.argv) > 1 else here)


if __name__ == "__main__":
    main()
