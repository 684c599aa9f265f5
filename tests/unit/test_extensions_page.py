"""The page on how the extensions hang together names every one of them, and no other."""

import re
from pathlib import Path

import house

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book/EXTENSIONS.md").read_text(encoding="utf-8")
EVENTS = {}  # from each event of Sphinx to the modules that listen, as their source says
for path in (ROOT / "book/house").glob("*.py"):
    for event in re.findall(r'\bconnect\("([a-z-]+)"', path.read_text(encoding="utf-8")):
        EVENTS.setdefault(event, set()).add(path.stem)


def test_it_names_each_module_and_what_helps_them():
    helpers = {path.stem for path in (ROOT / "book/house").glob("*.py")} - set(house.MODULES) - {"__init__"}
    assert {name for name in (*house.MODULES, *helpers) if f"`{name}`" not in PAGE and f"`{name}." not in PAGE} == set()


def test_each_event_has_the_modules_that_listen_to_it():
    for row in re.findall(r"^\| (`[a-z-]+`.*?) \| (.*?) \|", PAGE, re.MULTILINE):
        events, named = (set(re.findall(r"`([\w-]+)`", cell)) for cell in row)
        events &= EVENTS.keys()
        listening = set().union(*(EVENTS[event] for event in events)) - {"pages"}
        assert not events or listening <= named, (events, listening - named)
