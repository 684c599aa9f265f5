"""What cells print: words wrap, a table keeps its columns."""

import json
import re

import pytest

from house.printed import is_table


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("versicolor: up to 5.1 cm, virginica: from 4.5 cm\n", False),
        ("one sentence\nand another\n", False),
        ("a  1\nbb 2\n", True),
        ("[[1. 2.]\n [3. 4.]]\n", True),
        ("def f():\n    return 1\n", True),
        ("  a line alone  has no columns\n", False),
        ("", False),
    ],
)
def test_lines_under_one_another_are_a_table(text, table):
    assert is_table(text) is table


def test_each_printed_text_is_marked_and_code_is_not(site):
    texts = ["in words\n", "a  1\nb  2\n"]
    cells = [
        {"cell_type": "code", "id": f"c{k}", "metadata": {}, "source": "x  = 1\ny  = 2", "execution_count": k + 1,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": text}]} for k, text in enumerate(texts)
    ]  # fmt: skip
    info = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    heading = {"cell_type": "markdown", "id": "h", "metadata": {}, "source": "# P"}
    notebook = json.dumps({"cells": [heading, *cells], "metadata": info, "nbformat": 4, "nbformat_minor": 5})
    out, said = site("house.printed", page="", files=[("page.ipynb", notebook)])
    assert said == ""
    assert re.findall("printed-[a-z]+", (out / "page.html").read_text("utf-8")) == ["printed-words", "printed-table"]
