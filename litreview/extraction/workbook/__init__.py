"""Forms as a spreadsheet, out and in: what comes back is what went out, or says what changed."""

from litreview.extraction.workbook.reading import FromWorkbook, read_workbook
from litreview.extraction.workbook.writing import Page, write_workbook

__all__ = ["FromWorkbook", "Page", "read_workbook", "write_workbook"]
