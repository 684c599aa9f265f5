"""`python -m livefig verify FOLDER` holds a built book against NumPy."""

import sys

from .verify import main

if __name__ == "__main__":
    if sys.argv[1:2] != ["verify"]:
        print("usage: python -m livefig verify FOLDER [--width PX] [--from-disk] [--self-contained]", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[2:]))
