"""Wide tables become cards on a phone: every cell keeps the name of its column, and the verdict comes first."""

import re

WIDE = """# P

| id | printed | right | verdict |
|---|---|---|---|
| S0-F1 | a long sentence that was printed | and what is right instead | rounded |
| S0-F2 | | b | **wrong** |
"""
NARROW = "# P\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


def test_each_cell_of_a_wide_table_has_its_columns_name_and_the_verdict_is_first(site):
    out, said = site("house.cards", page=WIDE)
    assert said == ""
    text = (out / "page.html").read_text(encoding="utf-8")
    assert re.findall(r'card-name">(.*?): ?</span>', text) == ["printed", "right", "verdict"] * 2
    assert len(re.findall(r'<td class="[^"]*card-first[^"]*">', text)) == 2
    assert "cards.css" in text and re.search(r'<table class="[^"]*cards', text)


def test_a_narrow_table_and_other_builders_are_left_alone(site):
    out, said = site("house.cards", page=NARROW)
    assert said == ""
    assert "card" not in (out / "page.html").read_text(encoding="utf-8")
    out, _ = site("house.cards", page=WIDE, builder="text")
    assert "verdict:" not in (out / "page.txt").read_text(encoding="utf-8")
