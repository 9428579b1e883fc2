"""Write the generated parts of the documentation, and its figures (``make docs``).

A part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->`` on a page; everything else
on the page is written by hand. To add a part, write a function that returns its text and add one
line to ``PARTS``. The parts ``run COMMAND`` and ``talk COMMAND`` hold what a command prints (to
stdout, or to stdout and stderr), so that no page shows output that the code does not give. Their
commands find the files of the page's ```` ```csv NAME ```` and ```` ```toml NAME ```` blocks.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import runpy
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

import calibration_tables
import click
import forecasting_tables
from click.testing import CliRunner
from dataset_pages import dataset_page_files, dataset_rows
from pictures import picture_files
from two_step_tables import coverage as two_step_coverage
from two_step_tables import gadre, olmo, other_ways

import scaling as sc
from scaling.cli.entry import root
from scaling.columns import COLUMNS
from scaling.curves import get_curve
from scaling.curves.registry import CURVES
from scaling.documents import json_text
from scaling.files import write_whole
from scaling.laws import get_law
from scaling.laws.registry import LAWS
from scaling.loaders.registry import LOADERS
from scaling.notes import CROSSINGS, NOTES, QUALIFIERS, VERDICTS
from scaling.recipes import build_all, read_recipes, recipe_schema, write_gallery
from scaling.recipes.model import Recipe, Select
from scaling.recipes.schema import FILE as SCHEMA_FILE
from scaling.units import format_size

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "figures"
PART = re.compile(r"(<!-- generated: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
FILE_BLOCK = re.compile(r"^```(?:csv|toml) (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SHAPE_OUTPUT = (  # other versions of these may print another digit, or draw another line
    "altair", "click", "numpy", "pandas", "rich", "scipy", "vl-convert-python",
)  # fmt: skip


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table; bars within cells are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    cells = [[str(cell).replace("|", "\\|") for cell in line] for line in lines]
    return "".join("| " + " | ".join(line) + " |\n" for line in cells)


def code(text: str) -> str:
    """Return text as code, nothing for nothing."""
    return f"`{text}`" if text else ""


# Parts that follow from the declarations of the package.


def schema() -> str:
    """Return the table of the schema's columns."""
    rows = [
        (
            code(column.name) + (" (required)" if column.required else ""),
            column.meaning + (f"; {column.unit}" if column.unit else ""),
            column.expected,
            ", ".join(column.aliases),
        )
        for column in COLUMNS
    ]
    return table(("column", "meaning; unit", "a cell holds", "other headers that mean it"), rows)


def formats() -> str:
    """Return the table of the file formats that are read."""
    rows = [(code(loader.name), loader.what) for loader in LOADERS]
    return table(("name", "what it is"), rows)


def curves() -> str:
    """Return the table of the curve families' formulas."""
    rows = [
        (
            f"{code(name)}<br>![{one.summary}](curves/{name}.svg)",
            code(one.formula),
            ", ".join(map(code, one.parameters)),
            one.source,
        )
        for name, one in ((name, get_curve(name)) for name, _ in CURVES)
    ]
    return table(("curve", "score at x = log10(size)", "parameters", "source"), rows)


def laws() -> str:
    """Return the table of the loss laws' formulas."""
    rows = [
        (code(name), code(one.formula), ", ".join(map(code, one.parameters)), one.source)
        for name, one in ((name, get_law(name)) for name, _ in LAWS)
    ]
    return table(("law", "loss", "parameters", "source"), rows)


def verdicts() -> str:
    """Return the table of verdicts."""
    return table(("verdict", "meaning"), [(code(v), text) for v, text in VERDICTS.items()])


def notes() -> str:
    """Return the tables of notes, qualifiers and verdicts; codes that nothing sets say so."""
    parts = [
        "## Verdicts\n",
        "The answer of `scaling detect`, one a series.\n",
        table(("code", "meaning"), [(code(v), text) for v, text in VERDICTS.items()]),
        "## Verdicts of crossings\n",
        "The answer of `scaling crossing`, one a series and baseline, or a pair of conditions.\n",
        table(("code", "meaning"), [(code(v), text) for v, text in CROSSINGS.items()]),
        "## Qualifiers\n",
        "They limit what a verdict says and never change it. Fits carry those that are about the "
        "data.\n",
        table(("code", "meaning", "set today"), _codes(QUALIFIERS)),
        "## Notes\n",
        "They say how a number came about.\n",
        table(("code", "meaning", "set today"), _codes(NOTES)),
    ]
    return "\n".join(parts)


def _codes(known: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return a row for each code, and whether any file of the package sets it."""
    files = [path for path in (ROOT / "scaling").rglob("*.py") if path.name != "notes.py"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return [
        (code(name), text, "yes" if f'"{name}"' in source else "no") for name, text in known.items()
    ]


def command_line() -> str:
    """Return the help of every command."""
    parts = []
    for words, command, context in commands():
        parts.append(f"## {' '.join(words)}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def commands() -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    """Yield the words, the command and its context for the root and every command below it."""
    context = click.Context(
        root, info_name="scaling", terminal_width=88, max_content_width=88, **root.context_settings
    )
    yield from _below(("scaling",), root, context)


def _below(
    words: tuple[str, ...], command: click.Command, context: click.Context
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    yield words, command, context
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None, name
        below = click.Context(
            inner, parent=context, info_name=name, terminal_width=88, max_content_width=88
        )
        yield from _below((*words, name), inner, below)


def rooms() -> str:
    """Return the table of rooms: what each is for, and the rooms that it may import."""
    allowed = runpy.run_path(str(ROOT / "tests" / "test_layers.py"))["ALLOWED"]
    rows = []
    for room, others in allowed.items():
        folder = ROOT / "scaling" / room
        place = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
        purpose = (ast.get_docstring(ast.parse(place.read_text(encoding="utf-8"))) or "").split(
            "\n"
        )
        known = [other for other in allowed if other in others and other != room]
        shown = f"{room}/" if folder.is_dir() else f"{room}.py"
        rows.append((code(shown), purpose[0], ", ".join(known) or "–"))
    rows.append((code("cli/"), "The command line: one small file a command.", "all"))
    return table(("room", "what lives there", "may import"), rows)


def gaps_of_mmlu() -> str:
    """Return what each gap between GPT-3's sizes on MMLU could certify."""
    found = sc.detect(
        "gpt3-published", family="GPT-3", task="MMLU", where={"tuning": "base"}, draws=0
    )
    rows = [
        (format_size(gap.low), format_size(gap.high),
         "none" if gap.certifiable_width != gap.certifiable_width
         else f"{gap.certifiable_width:.2f} decades")
        for gap in found[0].gaps
    ]  # fmt: skip
    return table(("from", "to", "certifiable width"), rows)


def recipe_keys() -> str:
    """Return the table of the keys of recipes."""
    rows = [
        (
            code(f"{section}{name}") + (" (required)" if field.is_required() else ""),
            field.description,
        )
        for section, model in (("", Recipe), ("select.", Select))
        for name, field in model.model_fields.items()
    ]
    return table(("key", "what it says"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "schema": schema,
    "formats": formats,
    "curves": curves,
    "laws": laws,
    "verdicts": verdicts,
    "notes": notes,
    "command line": command_line,
    "datasets": lambda: table(*dataset_rows("data/")),
    "datasets beside this page": lambda: table(*dataset_rows("")),
    "rooms": rooms,
    "recipe keys": recipe_keys,
    "gaps of mmlu": gaps_of_mmlu,
    "calibration in brief": calibration_tables.brief,
    "calibration reading": calibration_tables.reading,
    "calibration by cell": lambda: table(*calibration_tables.by_cell()),
    "calibration beyond": lambda: table(*calibration_tables.beyond()),
    "calibration by truth": lambda: table(*calibration_tables.by_truth()),
    "calibration mixed": lambda: table(*calibration_tables.mixed()),
    "calibration misjudged": lambda: table(*calibration_tables.misjudged()),
    "two steps olmo": lambda: table(*olmo()),
    "two steps other ways": lambda: table(*other_ways()),
    "two steps gadre": lambda: table(*gadre()),
    "two steps coverage": lambda: table(*two_step_coverage()),
    "detectors Pythia": lambda: table(*calibration_tables.detectors("Pythia")),
    "detectors BLOOM": lambda: table(*calibration_tables.detectors("BLOOM")),
    "forecasting in brief": forecasting_tables.brief,
    "forecasting pooled": lambda: table(*forecasting_tables.pooled()),
    "forecasting by dataset": lambda: table(*forecasting_tables.by_dataset()),
    "forecasting by sizes": lambda: table(*forecasting_tables.by_sizes()),
    "forecasting by distance": lambda: table(*forecasting_tables.by_distance()),
    "forecasting by direction": lambda: table(*forecasting_tables.by_direction()),
    "forecasting of other scores": lambda: table(*forecasting_tables.others()),
}


# Parts that are what a command prints.


def printed(command: str, *, talk: bool) -> str:
    """Return a fenced block with a command and what it prints; ``talk`` adds stderr."""
    words = shlex.split(command)
    if words[0] != "scaling":
        raise ValueError(f"expected a scaling command, got {command!r}")
    result = CliRunner().invoke(root, words[1:], prog_name="scaling")
    if result.exit_code not in (0, 1) or (result.exit_code and not talk):
        raise RuntimeError(f"{command}: exit code {result.exit_code}\n{result.output}")
    text = result.output if talk else result.stdout
    lines = "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
    return f"```console\n$ {command}\n{lines}\n```\n"


@contextlib.contextmanager
def folder_of(page: str) -> Iterator[Path]:
    """Work in a fresh folder that holds the files of a page's csv and toml blocks.

    Datasets that the page makes are found there, and bear the date of the Unix epoch.
    """
    before = Path.cwd()
    environment = {"SCALING_DATA_PATH": "datasets", "SOURCE_DATE_EPOCH": "0"}
    kept = {name: os.environ.get(name) for name in environment}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in FILE_BLOCK.findall(page):
            (folder / file).write_text(content, encoding="utf-8")
        os.chdir(folder)
        os.environ.update(environment)
        try:
            yield folder
        finally:
            os.chdir(before)
            for variable, value in kept.items():
                os.environ.pop(variable)
                if value is not None:
                    os.environ[variable] = value


def part(name: str) -> str:
    """Return the text of one part by the name in its marker."""
    first, _, command = name.partition(" ")
    if first in ("run", "talk"):
        return printed(command, talk=first == "talk")
    if name not in PARTS:
        raise KeyError(f"unknown part {name!r}: expected run, talk or one of {', '.join(PARTS)}")
    return PARTS[name]()


def renewed(page: str) -> str:
    """Return a page with all its generated parts written again."""
    with folder_of(page):
        return PART.sub(lambda found: f"{found[1]}\n{part(found[2])}\n{found[4]}", page)


# All of it.


def tutorial_files() -> dict[Path, str]:
    """Return the picture of the tutorial, drawn from the file that its page holds."""
    docs = ROOT / "docs"
    with folder_of((docs / "tutorial.md").read_text(encoding="utf-8")):
        picture = sc.plot(sc.detect("scores.csv")).render("svg")
    return {docs / "tutorial" / "scores.svg": str(picture)}


def pages() -> list[Path]:
    """Return the pages of the documentation."""
    return [
        ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "data" / "README.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]  # fmt: skip


def page_texts() -> dict[Path, str]:
    """Return every page with generated parts, by path."""
    texts = {path: path.read_text(encoding="utf-8") for path in pages()}
    return {path: renewed(text) for path, text in texts.items() if PART.search(text)}


def other_versions() -> list[str]:
    """Return the libraries installed here in another version than ``constraints.txt`` pins."""
    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    return [
        f"{name} {metadata.version(name)}, not {pins[name]}"
        for name in SHAPE_OUTPUT
        if metadata.version(name) != pins[name]
    ]


def main() -> None:
    """Write the pages and figures that changed."""
    if other_versions():
        print("other versions than constraints.txt:", "; ".join(other_versions()))
    files = page_texts() | picture_files() | dataset_page_files() | tutorial_files()
    files[FIGURES / SCHEMA_FILE] = json_text(recipe_schema())
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text, force=True)
            print("wrote", path.relative_to(ROOT))
    recipes = read_recipes(FIGURES)
    for path in write_gallery(recipes, build_all(recipes, n_jobs=-1), FIGURES):
        print("wrote", path.relative_to(ROOT))


if __name__ == "__main__":
    main()
