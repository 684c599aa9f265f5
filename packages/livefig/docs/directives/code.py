"""Code in the text of a directive."""

from docutils import nodes


def with_code(text: str) -> list[nodes.Node]:
    """Return text in which what stands in backticks is code."""
    parts = enumerate(text.split("`"))
    return [nodes.literal(text=part) if k % 2 else nodes.Text(part) for k, part in parts if part]
