"""What a report says, made once from results and in no format; writers turn it into files."""

from scaling.reports.content.making import Drawn, report_of
from scaling.reports.content.model import Report

__all__ = ["Drawn", "Report", "report_of"]
