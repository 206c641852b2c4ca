"""What is printed from a page by a real browser."""

import io

import pytest
from pypdf import PdfReader

from tests.browser.walking import Walk

pytestmark = pytest.mark.browser

MARKED = """high => {
  const chart = document.querySelector(".pf-fit");
  chart.replaceChildren();
  chart.style.height = `${high}mm`;
  const table = document.querySelector(".flow-sheet .table");
  table.querySelector("caption").textContent = "CAPTION";
  table.querySelector("thead th").textContent = "HEAD";
  table.querySelectorAll("tbody tr").forEach((row, at) => { row.firstElementChild.textContent = `ROW${at}.`; });
}"""


def test_the_head_of_the_steps_stands_on_the_sheet_of_its_first_rows(walk: Walk) -> None:
    page = walk().go("/procedures/highway-licence/")
    parted = 0
    for high in range(150, 240, 6):  # wherever on the sheet the drawing ends
        page.evaluate(MARKED, high)
        printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        sheets = ["".join(sheet.extract_text().split()) for sheet in printed.pages]
        (at,) = [number for number, text in enumerate(sheets) if "CAPTION" in text]
        for words in ("HEAD", "ROW0.", "ROW1."):
            assert words in sheets[at], (high, words)
        parted += len(sheets) > at + 1 or at > 0
    assert parted  # the sheet was full at some of them
