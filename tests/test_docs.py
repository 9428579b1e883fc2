"""The documentation is true: generated parts are fresh, commands run, names and links exist."""

import doctest
import re
import shlex
import tomllib
from pathlib import Path

import click
import generate
import pytest
from click.testing import CliRunner

import scaling as sc
from scaling import datasets
from scaling.cli.entry import root
from scaling.curves import curve_names
from scaling.detection.verdict.rules import QUALIFIER_RULES, RULES
from scaling.notes import NOTES, QUALIFIERS, VERDICTS
from scaling.simulation import TRUTHS

ROOT = Path(__file__).resolve().parent.parent

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"),
                *(ROOT / room / "README.md" for room in ("data", "figures"))])  # fmt: skip
GENERATED = [path for path in PAGES if generate.PART.search(path.read_text(encoding="utf-8"))]
COMMANDS = {words: command for words, command, _ in generate.commands()}
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STALE = "{} is not up to date: run make docs"


def named(path):
    return str(path.relative_to(ROOT))


def text_of(path):
    return path.read_text(encoding="utf-8")


def prose_of(path):
    """A page without its fenced blocks."""
    return FENCE.sub("", text_of(path))


def commands_of(path):
    """The scaling commands in the sh and console blocks of a page, in their order."""
    found = []
    for language, body in FENCE.findall(text_of(path)):
        for line in body.splitlines():
            command = line.removeprefix("$ ") if language == "console" else line
            shown = language == "sh" or (language == "console" and line.startswith("$ "))
            if shown and command.startswith("scaling "):
                found.append(command)
    return found


def needs_pinned_versions():
    if generate.other_versions():
        pytest.skip("; ".join(generate.other_versions()))


# What is generated.


@pytest.mark.parametrize("path", GENERATED, ids=named)
def test_generated_parts_are_up_to_date(path):
    needs_pinned_versions()
    assert generate.renewed(text_of(path)) == text_of(path), STALE.format(named(path))


def test_dataset_pages_are_what_the_sheets_say():
    for path, text in generate.dataset_page_files().items():
        assert text_of(path) == text, STALE.format(named(path))


def test_every_marker_is_closed():
    for path in PAGES:
        text = text_of(path)
        found = len(generate.PART.findall(text))
        whole = prose_of(path)  # CONTRIBUTING shows a marker within code
        starts = len(re.findall(r"^<!-- generated: ", whole, re.MULTILINE))
        assert found == starts == len(re.findall(r"^<!-- end -->", whole, re.MULTILINE)), path


def test_an_unknown_part_is_named():
    with pytest.raises(KeyError, match="unknown part 'verdict'"):
        generate.part("verdict")


def test_only_our_own_commands_are_run():
    with pytest.raises(ValueError, match="expected a scaling command, got 'ls'"):
        generate.printed("ls", talk=False)


def test_a_command_that_fails_is_an_error():
    with pytest.raises(RuntimeError, match=r"scaling detect nothing\.csv: exit code 1"):
        generate.printed("scaling detect nothing.csv", talk=False)


# Commands and code.


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_and_a_place_in_the_reference(words):
    assert COMMANDS[words].help
    assert f"## {' '.join(words)}\n" in text_of(ROOT / "docs" / "cli.md")


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "docs" / "tutorial.md"], ids=named)
def test_commands_that_a_newcomer_types_run(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_files(path, tmp_path)
    commands = commands_of(path)
    assert len(commands) >= 8
    for command in commands:
        result = CliRunner().invoke(root, shlex.split(command)[1:], prog_name="scaling")
        assert result.exit_code == 0, f"{command}\n{result.output}"


def test_readme_python_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = [body for language, body in FENCE.findall(text_of(ROOT / "README.md"))
              if language == "python"]  # fmt: skip
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert "weak_rise" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"mmlu.svg", "mmlu.json"}


@pytest.mark.parametrize("path", [path for path in PAGES if "```pycon" in text_of(path)], ids=named)
def test_python_sessions_print_what_they_show(path):
    needs_pinned_versions()
    text = text_of(path)
    sessions = "\n".join(body for language, body in FENCE.findall(text) if language == "pycon")
    session = doctest.DocTestParser().get_doctest(sessions, {}, named(path), str(path), 0)
    assert session.examples
    told = []
    with generate.folder_of(text):
        doctest.DocTestRunner().run(session, out=told.append)
    assert "".join(told) == ""


def test_the_picture_of_the_tutorial_is_up_to_date():
    needs_pinned_versions()
    for path, text in generate.tutorial_files().items():
        assert text_of(path) == text, STALE.format(named(path))


@pytest.mark.parametrize(
    ("page", "command"),
    [(named(path), command) for path in PAGES for command in commands_of(path)],
)
def test_commands_of_all_pages_parse(page, command):
    context, current = click.Context(root, info_name="scaling", **root.context_settings), root
    words = shlex.split(command)[1:]
    while isinstance(current, click.Group):
        _, current, words = current.resolve_command(context, words)
    current.make_context("command", words, parent=context)


def write_files(path, folder):
    """Write the files that a page shows."""
    for name, content in generate.FILE_BLOCK.findall(text_of(path)):
        (folder / name).write_text(content, encoding="utf-8")


def test_what_the_readme_says_of_chance(tmp_path):
    write_files(ROOT / "README.md", tmp_path)
    frame = sc.read(tmp_path / "scores.csv").frame
    without = sc.detect(frame.drop(columns="chance"), draws=0)[0]
    assert without.verdict == "rise_unresolved"
    assert round(without.width.estimate, 1) == 2.5
    assumed = sc.detect(frame.drop(columns="n_items"), draws=0)[0]
    assert "assumed_n_items" in assumed.qualifiers


def test_what_the_guide_says_of_mmlu():
    chosen = {"family": "GPT-3", "task": "MMLU", "where": {"tuning": "base"}, "draws": 0}
    found = sc.detect("gpt3-published", **chosen)[0]
    assert found.verdict == "weak_rise"
    assert found.resolvable is False
    assert round(found.width.upper, 1) == 8.4
    assert sc.detect("gpt3-published", rho=0.001, **chosen)[0].verdict == "unresolvable"


def test_what_the_guide_says_of_addition():
    chosen = {"task": "addition", "where": {"n_shots": "16"}, "draws": 0}
    found = sc.detect("pythia-arithmetic", **chosen)[0]
    assert (found.verdict, found.p_sharp < 0.001) == ("rise_unresolved", True)
    assert {"non_monotone", "floor_mismatch"} <= set(found.qualifiers)
    assert sc.detect("pythia-arithmetic", rho=0.012, **chosen)[0].verdict == "emergent_sharp"


# Names and links.


def test_every_code_is_explained():
    page = text_of(ROOT / "docs" / "notes.md")
    for known in (NOTES, QUALIFIERS, VERDICTS):
        assert [code for code in known if f"| `{code}` |" not in page] == []


def test_the_rules_stand_in_their_order():
    page = text_of(ROOT / "docs" / "methods.md").split("### The rules")[1].split("### ")[0]
    lines = re.findall(r"^\d+\. ((?:`\w+`(?:, )?)+):", page, re.MULTILINE)
    codes = [code for line in lines for code in re.findall(r"`(\w+)`", line)]
    assert codes == [verdict for verdict, _ in RULES]


def test_the_methods_define_every_qualifier_that_is_set():
    page = text_of(ROOT / "docs" / "methods.md").split("### Qualifiers")[1].split("## ")[0]
    assert [code for code, _ in QUALIFIER_RULES if f"`{code}`" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_links_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose_of(path)):
        if re.match(r"\w+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = path.parent / place if place else path
        assert target.exists(), f"{named(path)}: {link}"
        if anchor:
            assert anchor in anchors_of(target), f"{named(path)}: {link}"


def anchors_of(path):
    """The anchors that a page's headings get, and those it states."""
    headings = re.findall(r"^#+ (.+)$", prose_of(path), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    stated = re.findall(r'<a id="([^"]+)"></a>', prose_of(path))
    return {*stated, *(heading.replace(" ", "-") for heading in kept)}


@pytest.fixture(scope="module")
def known_names():
    """Every name that the package, its datasets and its metadata use."""
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    source = "\n".join(text_of(path) for path in (ROOT / "scaling").rglob("*.py"))
    snake = set(re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+", source))
    snake |= set(TRUTHS)
    kebab = {*NOTES, *curve_names(), *datasets.bundled_names(), project["name"],
             *re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', source)}  # fmt: skip
    return snake | kebab


OPTIONS = {
    spelling
    for command in COMMANDS.values()
    for param in command.params
    for spelling in (*param.opts, *param.secondary_opts)
} | {"--help", "-h"}
VERBS = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_names_in_code_exist(path, known_names):
    wrong = []
    for span in re.findall(r"`([^`\n]+)`", prose_of(path)):
        words = span.split()
        if words[0] == "make" and len(words) > 1:
            wrong += [span] if words[1] not in VERBS else []
        elif words[0] == "scaling" and len(words) > 1 and words[1].isalpha() and words[1].islower():
            wrong += [span] if ("scaling", words[1]) not in COMMANDS else []
        elif re.fullmatch(r"[a-z0-9]+([_-])[a-z0-9]+(?:\1[a-z0-9]+)*", span):
            wrong += [span] if span not in known_names else []
        elif re.fullmatch(r"[\w/]+\.py", span):
            places = (ROOT / span, ROOT / "scaling" / span)
            wrong += [] if any(place.exists() for place in places) or "build" in span else [span]
        if words[0] not in ("pip", "python"):
            options = re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", span)
            wrong += [option for option in options if option not in OPTIONS]
    assert wrong == []


def test_no_command_of_the_makefile_is_left_out():
    page = text_of(ROOT / "CONTRIBUTING.md")
    assert [verb for verb in VERBS - {"help"} if f"`make {verb}`" not in page] == []
