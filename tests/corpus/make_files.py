"""Make the binary files of `files/` anew: `python -m tests.corpus.make_files`.

Needs reportlab and python-docx, which nothing else here does; the files are committed.
"""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
from docx.oxml import parse_xml
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, PageTemplate, Paragraph, Table, TableStyle
from reportlab.platypus.doctemplate import BaseDocTemplate

FILES = Path(__file__).parent / "files"
BOLD = "Helvetica-Bold"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def lines(canvas: Canvas, x: int, y: int, texts: list[str], font: tuple[str, int]) -> int:
    """Draw `texts` below each other and return where the next line goes."""
    canvas.setFont(*font)
    for text in texts:
        canvas.drawString(x, y, text)
        y -= round(font[1] * 1.3)
    return y


def leaflet() -> None:
    canvas = Canvas(str(FILES / "leaflet.pdf"), pagesize=A4, invariant=True, lang="en-GB")
    canvas.setTitle("Microsoft Word - leaflet_v7.docx")
    canvas.setAuthor("MS Nurses")
    body, head = ("Helvetica", 11), ("Helvetica-Bold", 15)
    for page in (1, 2, 3):
        lines(canvas, 72, 800, ["Example Hospital | Patient information"], ("Helvetica", 8))
        lines(canvas, 72, 40, [f"Leaflet 123, version 7   Page {page} of 3"], ("Helvetica", 8))
        if page == 1:
            y = lines(canvas, 72, 740, ["Your infusion"], ("Helvetica-Bold", 22)) - 12
            y = lines(
                canvas,
                72,
                y,
                [
                    "You will have your medi-",
                    "cation through a drip. It helps your immune system. The T-",
                    "cell count is checked first, as T-cell numbers fall. Good self-",
                    "management helps, and so does a well-known face.",
                ],
                body,
            )
            y = lines(canvas, 72, y - 14, ["Before you come"], head) - 6
            y = lines(canvas, 72, y, ["Eat and drink as usual. Please bring:"], body) - 4
            y = lines(canvas, 72, y, ["• your tablets", "• a list of your", "  allergies"], body)
        if page == 2:
            y = lines(canvas, 72, 740, ["On the day"], head) - 6
            y = lines(
                canvas,
                72,
                y,
                ["The infusion takes 3.5 hours. A nurse checks your blood pres-", "sure every"],
                body,
            )
        if page == 3:
            y = lines(canvas, 72, 740, ["30 minutes and your temperature", "twice."], body)
            y = lines(canvas, 72, 640, ["Call us"], ("Helvetica-Bold", 11)) - 4
            lines(canvas, 72, y, ["Call 01234 567890 if you have a fever of 38 °C."], body)
        canvas.showPage()
    canvas.save()


def columns() -> None:
    style = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12, spaceAfter=8)
    head = ParagraphStyle("head", parent=style, fontName="Helvetica-Bold", fontSize=14, leading=18)
    frames = [Frame(60, 60, 220, 700, id="left"), Frame(320, 60, 220, 700, id="right")]
    document = BaseDocTemplate(str(FILES / "columns.pdf"), pagesize=A4, invariant=True)
    document.title = "Fatigue in MS"
    document.addPageTemplates([PageTemplate(frames=frames)])
    text = "Fatigue is the commonest symptom of MS, and nobody can see it. "
    story = []
    for number in range(1, 5):
        story.append(Paragraph(f"Part {number}", head))
        story += [Paragraph(f"{number}.{n} {text * 4}", style) for n in range(1, 4)]
    document.build(story)


class Dotted(Paragraph):  # type: ignore[misc]
    """A paragraph with a bullet that is drawn, as browsers print them."""

    def draw(self) -> None:
        self.canv.circle(12, self.height - 7, 1.8, fill=1)
        super().draw()


def doses() -> None:
    """Tables with lines and without, a numbered list, and a paragraph flush on both sides."""
    small = ParagraphStyle("small", fontSize=10, leading=12)
    flush = ParagraphStyle("flush", parent=small, alignment=TA_JUSTIFY, rightIndent=230)
    rows = [
        ["Medicine", "Age", "Dose", "How often"],
        ["Paracetamol", "1 to 5", "120 mg", "up to 4 times a day"],
        ["", "6 to 11", "250 mg", Paragraph("up to 4 times a day, with 4 hours between", small)],
        ["Ibuprofen", "1 to 5", "100 mg", "3 times a day"],
    ]
    often = {"colWidths": [100, 60, 60, 140], "hAlign": "LEFT"}
    lined = [("GRID", (0, 0), (-1, -1), 0.5, black), ("SPAN", (0, 1), (0, 2))]
    middle = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("FONTNAME", (0, 0), (-1, 0), BOLD)]
    tight = [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    care = ["being sick", "a rash that itches"]
    steps = ["Wash your hands.", "Shake the bottle for 5 seconds.", "Press once."]
    made = BaseDocTemplate(str(FILES / "doses.pdf"), pagesize=A4, invariant=True, title="Doses")
    made.addPageTemplates(PageTemplate(frames=[Frame(60, 60, 475, 720)]))
    made.build(
        [
            Paragraph("For children", ParagraphStyle("head", fontSize=16, spaceAfter=14)),
            Table(rows, style=TableStyle([*lined, *middle]), **often),
            Paragraph(
                "For adults", ParagraphStyle("head", fontSize=16, spaceBefore=20, leading=30)
            ),
            Table(
                [rows[0], *([r[0] or "Aspirin", "12 +", "1 g", r[3]] for r in rows[1:])],
                style=TableStyle([*middle[1:], *tight, ("VALIGN", (0, 0), (-1, -1), "TOP")]),
                **often,
            ),
            Paragraph(
                "How to take it", ParagraphStyle("head", fontSize=16, spaceBefore=20, leading=30)
            ),
            *(
                Paragraph(
                    text, ParagraphStyle("step", parent=small, leftIndent=40), bulletText=f"{n}."
                )
                for n, text in enumerate(steps, start=1)
            ),
            *(Dotted(text, ParagraphStyle("item", parent=small, leftIndent=20)) for text in care),
            Paragraph(
                "Tell the doctor about everything else that your child takes, because some "
                "antihypertensives, antidepressants and anticoagulants must not be taken with "
                "these, and others need an unusually long interval between the two.",
                flush,
            ),
        ]
    )


def scans() -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    for name, with_text in (("scanned.pdf", False), ("partly-scanned.pdf", True)):
        canvas = Canvas(str(FILES / name), pagesize=A4, invariant=True)
        if with_text:
            lines(canvas, 72, 700, ["Exercises"], ("Helvetica-Bold", 20))
            lines(canvas, 72, 660, ["Stand on one leg for 10 seconds."], ("Helvetica", 11))
            canvas.showPage()
        picture.seek(0)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        canvas.showPage()
        canvas.save()
    locked = Canvas(str(FILES / "locked.pdf"), pagesize=A4, encrypt="secret", invariant=True)
    locked.drawString(72, 700, "Nobody reads this.")
    locked.save()


def word() -> None:
    made = docx.Document()
    made.core_properties.title = "Template"
    made.core_properties.author = "B. Roy"
    made.core_properties.language = "en-GB"
    made.core_properties.modified = datetime(2025, 6, 7)
    made.add_heading("Physiotherapy after a stroke", level=0)
    made.add_paragraph("Move as soon as it is safe. Ask Dr. Lee first.")
    made.add_heading("Exercises", level=1)
    made.add_paragraph("Lift your arm.", style="List Bullet")
    made.add_paragraph("Turn your wrist.", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells],
        ["Week", "Minutes", "1–2", "10"],
        strict=True,
    ):
        cell.text = text
    made.add_heading("Arms", level=2)
    paragraph = made.add_paragraph("Repeat ")
    paragraph._p.append(
        parse_xml(
            f'<w:ins xmlns:w="{W}" w:id="1" w:author="R"><w:r><w:t>10 times</w:t></w:r></w:ins>'
        )
    )
    paragraph._p.append(
        parse_xml(
            f'<w:del xmlns:w="{W}" w:id="2" w:author="R">'
            "<w:r><w:delText>20 times</w:delText></w:r></w:del>"
        )
    )
    paragraph.add_run(" a day, 10")
    paragraph.add_run("9").font.superscript = True
    made.save(str(FILES / "stroke.docx"))


def archive(name: str, parts: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(FILES / name, "w", zipfile.ZIP_DEFLATED) as made:
        for part, content in parts.items():
            made.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)


def book() -> None:
    chapter = (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
    )
    archive(
        "sleep.epub",
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
            'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Sleep well</dc:title>'
            "<dc:language>en</dc:language><dc:creator>C. Ode</dc:creator>"
            "<dc:publisher>Example Press</dc:publisher><dc:date>2023-02-01</dc:date>"
            '<meta property="dcterms:modified">2024-03-02T00:00:00Z</meta></metadata><manifest>'
            '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            '<item id="b" href="text/two.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="a" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/>'
            "</spine></package>",
            "OEBPS/nav.xhtml": "<html><body><nav><a>One</a></nav></body></html>",
            "OEBPS/text/one a.xhtml": chapter.format("Why sleep", "<p>Sleep heals.</p>"),
            "OEBPS/text/two.xhtml": chapter.format(
                "Habits", "<p>Be regular.</p><h2>Light</h2><ul><li>Dim it.</li></ul>"
            ),
        },
    )


def hostile() -> None:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
    archive("laughs.docx", {"[Content_Types].xml": types, "word/document.xml": laughs})
    archive("laughs.epub", {"META-INF/container.xml": laughs})


if __name__ == "__main__":
    for make in (leaflet, columns, doses, scans, word, book, hostile):
        make()
