"""Generated forms of the genre with their gold.

`content` makes what a form says, `layouts` how an office prints it, `render` the file. The gold
comes from the content alone: nothing in it was read back from a form.
"""

from evals.forms.content import Content, content
from evals.forms.grids import Sheet
from evals.forms.layouts import LAYOUTS, Form, form
from evals.forms.render import FORMATS, available, render
from evals.forms.scoring import Tally, score

__all__ = [
    "FORMATS",
    "LAYOUTS",
    "Content",
    "Form",
    "Sheet",
    "Tally",
    "available",
    "content",
    "form",
    "render",
    "score",
]
