"""A refusal: a label that is too long."""

from support.adding import END, Addition

LONG_LABEL = Addition(
    "a refusal",
    {"where": "controls/control", "page": "controls"},
    edits={
        "livefig/controls/control.py": {
            "from ..errors import ControlError\n": "from ..errors import ControlError, LabelError\n",
            "\n    @property\n    def cases(": """\
        if len(self.label) > 80:
            raise LabelError(f"{self}: its label has {len(self.label)} characters; write what it sets in at most 80.")

    @property
    def cases(""",
        },
        "livefig/errors.py": {
            END: '\n\nclass LabelError(ControlError):\n    """A label that is too long to stand at a control."""\n'
        },
        "docs/mistakes/controls.toml": {
            END: '\n[[labels]]\ncode = \'Slider("w", 0, 1, label=9 * "too long, ")\'\nerror = "LabelError"\n'
            "says = \"Slider('w'): its label has 90 characters; write what it sets in at most 80\"\n"
        },
        "docs/mistakes.md": {END: "\n```{mistakes} mistakes/controls.toml labels A label\n```\n"},
    },
    tests=[
        "tests/unit/test_mistakes.py::test_a_mistake_is_named_with_the_way_out[controls-labels-1]",
        "tests/pages/test_docs.py::test_every_group_of_mistakes_stands_on_the_page_once_and_under_a_title_of_its_own",
        "tests/pages/test_docs.py::test_every_error_class_is_shown_with_its_meaning",
    ],
)
