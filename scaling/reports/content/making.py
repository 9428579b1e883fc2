"""A report's content from results and what is known of the data; made once for all formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scaling.detection.result_set import DetectResults
from scaling.errors import OutputError
from scaling.plots.style.text import clean
from scaling.reports.content.beside import beside
from scaling.reports.content.codes import code_meanings, manifest_rows, verdict_meanings
from scaling.reports.content.courses import Names
from scaling.reports.content.downloads import downloads
from scaling.reports.content.limits import limits
from scaling.reports.content.method import method
from scaling.reports.content.model import Report
from scaling.reports.content.pictures import Drawing, pictures
from scaling.reports.content.sources import cited
from scaling.reports.content.summary import summary
from scaling.reports.content.tables import tables
from scaling.reports.data_note import DataNote, cleaned


@dataclass(frozen=True)
class Drawn:
    """A report and, by the name of each of its pictures, what that is drawn from."""

    report: Report
    drawings: Mapping[str, Drawing]


def report_of(
    results: DetectResults, *, data: DataNote | None = None, title: str | None = None
) -> Drawn:
    """Return what a report of detect results says, and what its figures are drawn from.

    ``data`` is what is known of the dataset, ``title`` heads the report (default: that of the
    data). Equal results give equal reports. Raises OutputError if there are no results.
    """
    if not len(results):
        raise OutputError(
            "nothing to report: expected at least one result, found none; "
            "choose other tasks or families"
        )
    dataset = clean(str(results.manifest["dataset"]["name"]))
    note = cleaned(data or DataNote(title=dataset))
    members = list(results)
    names = Names(members)
    sentences, limiting = method(results), limits(results, note)
    sources = cited((*sentences, *limiting))
    shown, drawings = pictures(results)
    report = Report(
        title=clean(title or note.title or dataset),
        dataset=dataset,
        summary=(*summary(members, names), *beside(results)),
        tables=tables(results, names),
        pictures=shown,
        method=sentences,
        limits=limiting,
        verdicts=verdict_meanings(results),
        codes=code_meanings(results),
        data=note,
        manifest=manifest_rows(results.manifest),
        sources=sources,
        downloads=downloads(results, sources, note),
    )
    return Drawn(report, drawings)
