"""Generate forms of the genre with their gold.

`content` draws the values of a form, `layouts` prints them as an office does, `render` writes the
file. Gold comes from the content only; nothing in it was read back from a form.
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
