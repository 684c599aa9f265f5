"""Write the environment for Binder from requirements.txt, so that both have the same pins.

    write_binder.py            write binder/environment.yml
    write_binder.py --check    change nothing; say whether it is up to date

Binder takes another Python than the book's unless an environment file asks for one, and it runs pip in the folder of
that file, from which `-e packages/livefig` would lead astray; binder/postBuild installs the packages instead.
"""

import sys
from pathlib import Path

from setup_environment import NEWEST

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# Written by tools/write_binder.py from requirements.txt; `make pins` renews both.
name: neuron-to-venture
channels:
  - conda-forge
dependencies:
  - python={}.{}
  - pip
  - pip:
"""


def environment(requirements: str) -> str:
    """Return the environment file for a list of pins."""
    lines = (line.strip() for line in requirements.splitlines())
    pins = [line for line in lines if line and not line.startswith(("#", "-"))]
    return HEAD.format(*NEWEST) + "".join(f'      - "{pin}"\n' for pin in pins)


def main(arguments: list[str]) -> int:
    target = ROOT / "binder" / "environment.yml"
    wanted = environment((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    if target.exists() and target.read_text(encoding="utf-8") == wanted:
        return 0
    if "--check" in arguments:
        print(
            "binder/environment.yml has other pins than requirements.txt; run tools/write_binder.py.", file=sys.stderr
        )
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_text(wanted, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
