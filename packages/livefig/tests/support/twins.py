"""Ask the page's rules of the marks, in V8, what a mark shows, and hold them against Python's."""

import json

import numpy as np
from py_mini_racer import MiniRacer

from livefig.draw.geometry import reader
from livefig.draw.marks import shown
from livefig.page.bundle import joined
from livefig.spec import pack
from livefig.verify import alike

# Numbers travel as text and images as bytes, since JSON knows no NaN and no words of 32 bits.
CALL = """
const given = ([binding, values, arrays, words]) => {
  const number = (packed) => data.unpack(packed);
  const read = (source) => number("constant" in source ? arrays[source.constant] : values[source.value]);
  const plain = (v) => v instanceof Uint32Array ? Array.from(new Uint8Array(v.buffer)) : v;
  try {
    const found = marks.shown(binding, read, () => words);
    return JSON.stringify(Object.fromEntries(Object.entries(found).map(([part, attributes]) =>
      [part, Object.fromEntries(Object.entries(attributes).map(([name, all]) => [name, all.map(plain)]))])));
  } catch (error) {
    return JSON.stringify({ error: error.message });
  }
};
"""
ATOB = """
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
globalThis.atob = (text) => {
  let bytes = "", held = 0, bits = 0;
  for (const letter of text.replace(/=+$/, "")) {
    held = (held << 6) | LETTERS.indexOf(letter);
    bits += 6;
    if (bits >= 8) bytes += String.fromCharCode((held >> (bits -= 8)) & 255);
  }
  return bytes;
};
"""
SPECIAL = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e300, -1e300, 1e-300, 0.5, -0.5, 1.0, 5e-3]


class Page:
    """A JavaScript engine that holds some modules of the page, each under a name, and nothing of a browser."""

    def __init__(self, **modules: str) -> None:
        self.engine = MiniRacer()
        self.engine.eval(ATOB)
        for name, entry in modules.items():
            self.engine.eval(f"const {name} = (() => {{ {joined(entry)}\nreturn entry; }})();")

    def ask(self, function: str, given):
        """Return what a function, given as text, gives for plain data."""
        return json.loads(self.engine.eval(f"JSON.stringify(({function})({json.dumps(given)}))"))


class Marks(Page):
    """The rules of the marks."""

    def __init__(self) -> None:
        super().__init__(marks="marks/index.js", data="data.js")
        self.engine.eval(CALL)

    def shown(self, binding, values, arrays):
        """Return what the page shows of a binding at these values, as plain data."""
        packed = {name: pack(np.asarray(v, dtype=float)) for name, v in values.items() if not isinstance(v, str)}
        said = reader(values, arrays)(binding["text"]) if "text" in binding else ""
        given = json.dumps([binding, packed, [pack(one) for one in arrays], said])
        return json.loads(self.engine.eval(f"given({given})"))


def in_python(binding, values, arrays):
    """Return the same from Python's rule."""
    with np.errstate(all="ignore"):
        found = shown(binding, reader(values, arrays))
    return {
        part: {name: list(map(_plain, all_)) for name, all_ in attributes.items()} for part, attributes in found.items()
    }


def _plain(value):
    return np.asarray(value).ravel().tolist() if isinstance(value, np.ndarray) else value


def assert_twins(page, binding, values, arrays):
    """Hold the two against each other, at these values."""
    wanted, found = in_python(binding, values, arrays), page.shown(binding, values, arrays)
    assert {part: set(names) for part, names in wanted.items()} == {part: set(names) for part, names in found.items()}
    for part, attributes in wanted.items():
        for name, all_ in attributes.items():
            assert alike(all_, found[part][name]), (binding["kind"], part, name, all_, found[part][name], values)


def shaken(values, rng):
    """Return values of the same shapes, random and special."""
    changed = {}
    for name, value in values.items():
        if isinstance(value, str):
            changed[name] = value
            continue
        numbers = rng.normal(size=np.shape(value)) * 10.0 ** rng.integers(-2, 3)
        odd = rng.uniform(size=np.shape(value)) < 0.15
        changed[name] = np.where(odd, rng.choice(SPECIAL, size=np.shape(value)), numbers)
    return changed
