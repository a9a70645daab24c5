"""Write the sample township's two sets anew: ``python sample_data/generate.py [folder]``."""

import sys
from pathlib import Path

from generator.township import write_township
from generator.year_end.set import write_year_end


def main() -> None:
    """Write into the folder named on the command line, else beside this file."""
    here = Path(__file__).parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else here
    write_township(folder)
    write_year_end(folder)


if __name__ == "__main__":
    main()
