"""Pictures of the files that the program writes: workbook, Word brief, page, notes.

    python docs/render_pictures.py [FOLDER]

They are made of a report in `evals/reports`, printed by LibreOffice (`soffice`) and Chromium, and
kept small. Run it again when the look of an output changes.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
from PIL import Image, ImageOps

import summarizer
from summarizer.annotating import annotate
from summarizer.readers import libreoffice
from summarizer.rendering.form import fill_form

ROOT = Path(__file__).parent
REPORTS = ROOT.parent / "evals" / "reports"
REPORT = REPORTS / "020-village-environment-2021.txt"
NOTED = REPORTS / "002-longcheng-2020.txt"
FORM = REPORTS / "017-township-service-form-2022.txt"
# Pixels across, and colours: enough to read, little to store.
WIDTH, COLOURS = 1000, 32


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(exist_ok=True)
    document = summarizer.read(REPORT)
    summary = summarizer.summarize(document, engine="rules")
    form = summarizer.read(FORM)
    filled = fill_form(summarizer.summarize(form, engine="rules"), form)
    word = summarizer.render(summary, "docx")
    book = summarizer.render(summary, "xlsx")
    page = str(summarizer.render(summary, "html", document))
    printed = {
        "brief": _by_libreoffice(bytes(word), ".docx"),  # type: ignore[arg-type]
        "workbook": _by_libreoffice(bytes(book), ".xlsx"),  # type: ignore[arg-type]
        "form": _by_libreoffice(filled, ".xlsx"),
        "page": _by_chromium(page),
        "notes": _annotated(summarizer.read(NOTED).text),
    }
    for name, made in printed.items():
        _save(_picture(made), folder / f"{name}.png")


def _by_libreoffice(content: bytes, suffix: str) -> bytes:
    return libreoffice.convert(content, "picture", suffix=suffix, target="pdf")


def _annotated(text: str) -> bytes:
    """A report as a PDF, with its notes."""
    file = docx.Document()
    for line in text.splitlines():
        file.add_paragraph(line)
    stream = io.BytesIO()
    file.save(stream)
    report = _by_libreoffice(stream.getvalue(), ".docx")
    document = summarizer.read_bytes(report, "report.pdf")
    return annotate(report, document, summarizer.summarize(document, engine="rules"))


def _by_chromium(page: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                str(shutil.which("chromium")),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer",
                f"--print-to-pdf={made}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return made.read_bytes()


def _picture(made: bytes) -> Image.Image:
    """The first page, without what is white below it."""
    sheet = pdfium.PdfDocument(made)[0]
    drawn: Image.Image = sheet.render(scale=WIDTH / sheet.get_width(), may_draw_forms=True).to_pil()
    bottom = ImageOps.invert(drawn.convert("L")).getbbox()[3]  # type: ignore[index]
    return drawn.crop((0, 0, drawn.width, min(bottom + 30, drawn.height)))


def _save(picture: Image.Image, place: Path) -> None:
    picture.convert("RGB").quantize(COLOURS).save(place, optimize=True)
    print(f"{place.name}: {place.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "pictures")
