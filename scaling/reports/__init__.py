"""Reports of verdicts: what they say (``content``), and that as HTML, Markdown or LaTeX."""

from scaling.reports.content import Drawn, Report, report_of
from scaling.reports.data_note import DataNote, data_note_of
from scaling.reports.writing import FORMATS, format_of, write_report

__all__ = [
    "FORMATS",
    "DataNote",
    "Drawn",
    "Report",
    "data_note_of",
    "format_of",
    "report_of",
    "write_report",
]
