"""Who may import whom: the layers of the package, read from the source with ``ast``.

A room may import itself and the rooms named here, at any depth (inside functions too). The
order is that of the way of the data; there is no way back.
"""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "scaling"
LOWEST = {"errors", "notes", "units", "documents", "notebooks"}
FITTING = {
    "errors",
    "notes",
    "units",
    "documents",
    "notebooks",
    "series",
    "progress",
    "runs",
    "curves",
    "laws",
    "fitting",
}
RESULTS = {*LOWEST, "series", "runs", "files", "provenance", "laws", "fitting", "detection",
           "forecasting"}  # fmt: skip
TABLE = {*LOWEST, "columns", "checks", "series", "runs", "grouping"}
LOADING = {*TABLE, "table", "files", "provenance", "progress"}

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "notes": set(),
    "documents": set(),
    "notebooks": set(),
    "units": {"errors"},
    "files": {"errors"},
    "progress": set(),
    "columns": {"errors", "units"},
    "checks": {"errors", "units", "columns"},
    "series_checks": set(),
    "record_faults": {"errors"},
    "series": {"errors", "notes", "series_checks"},
    "runs": {"errors", "notes", "units"},
    "grouping": {"errors", "notes", "units", "columns", "series", "runs"},
    "table": TABLE,
    "provenance": {"errors", "files"},
    "loaders": LOADING,
    "exporting": {*TABLE, "table"},
    "datasets": {*LOADING, "loaders", "exporting", "record_faults"},
    "plugins": {"errors"},
    "curves": {"errors", "notes", "series", "plugins"},
    "laws": {"errors", "notes", "plugins"},
    "fitting": FITTING,
    "detection": FITTING,
    "forecasting": FITTING,
    "simulation": {*FITTING, "detection"},
    "opening": {*LOADING, "loaders", "datasets"},
    "testing": {"errors", "curves", "laws"},
    "plots": {*RESULTS, "simulation"},
    "choosing": {*LOADING, *RESULTS, "loaders", "datasets"},
    "api": {*LOADING, *RESULTS, "loaders", "datasets", "curves", "plots", "choosing",
            "simulation"},
    "recipes": {*LOADING, *RESULTS, "loaders", "datasets", "curves", "plots", "choosing", "api",
                "simulation", "record_faults"},
    "reports": {*LOADING, *RESULTS, "loaders", "datasets", "curves", "plots", "api"},
}  # fmt: skip
EVERYTHING = {"cli", "__init__", "__main__"}
LONGEST = 400  # lines


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[tuple[str, int]]:
    """Return the rooms that a file imports, with the line."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: relative import"
            module = node.module or ""
            names = [module]
            if module == "scaling":
                names = [f"scaling.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "scaling" and len(parts) > 1:
                rooms.add((parts[1], node.lineno))
    return rooms


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_opens_only_the_doors_of_its_room(path):
    room = room_of(path)
    if room in EVERYTHING:
        return
    assert room in ALLOWED, f"the room {room!r} is not in the table of layers"
    wrong = {(other, line) for other, line in imported_rooms(path)
             if other != room and other not in ALLOWED[room]}  # fmt: skip
    assert not wrong, f"{path.name} imports {sorted(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_has_one_idea(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_table_of_layers_has_no_circle():
    done: set[str] = set()
    waiting = {room: others - {room, "laws", "forecasting"} for room, others in ALLOWED.items()}
    waiting["detection"] -= {"detection"}
    while waiting:
        ready = {room for room, others in waiting.items() if others <= done}
        assert ready, f"a circle among {sorted(waiting)}"
        done |= ready
        for room in ready:
            del waiting[room]


def test_no_module_has_the_name_of_a_public_function():
    import scaling

    assert not {path.stem for path in PACKAGE.glob("*.py")} & set(scaling.__all__)
    assert not {path.name for path in PACKAGE.iterdir() if path.is_dir()} & set(scaling.__all__)
