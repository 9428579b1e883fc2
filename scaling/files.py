"""Files written whole or not at all, the checksum of what was read, and where bundled files are."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scaling.errors import OutputError


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of some bytes as lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def bundled_folder() -> Path:
    """Return the folder of the bundled datasets: in the wheel, else beside the package."""
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"


def write_whole(
    path: str | Path,
    data: bytes | str,
    *,
    force: bool = False,
    instead: str = "choose another place with -o",
) -> Path:
    """Write ``data`` to ``path`` in one step: temporary file, flush, then rename.

    Text is encoded as UTF-8. Parent folders are made. A link is followed; a pipe or a device is
    written to and never replaced. Raises OutputError if the file is there and ``force`` is not
    set, or if it cannot be written (``instead``: what to do then); nothing is left half-written.
    """
    path = Path(path)
    check_writable(path, force=force, instead=instead)
    content = data.encode("utf-8") if isinstance(data, str) else data
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _unwritable(path, reason, instead) from error
    return path


def write_all(files: Mapping[Path, bytes | str], *, force: bool = False) -> list[Path]:
    """Write several files that belong together: all are ready before the first takes its place.

    Raises OutputError as ``write_whole`` does; where one of them cannot be made ready, nothing
    has changed. Returns the paths in order.
    """
    for path in files:
        check_writable(path, force=force)
    ready: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            content = data.encode("utf-8") if isinstance(data, str) else data
            ready[path] = _staged(Path(os.path.realpath(path)), content)
        for path, temporary in ready.items():
            temporary.replace(os.path.realpath(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"cannot write {path}: {reason}; choose another place with -o") from error
    finally:  # an interruption too
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
    return list(files)


def _replace(path: Path, content: bytes) -> None:
    """Put a new file in the place of ``path``; the temporary file never outlives a failure."""
    temporary = _staged(path, content)
    try:
        temporary.replace(path)
    except BaseException:  # an interruption too
        temporary.unlink(missing_ok=True)
        raise


def _staged(path: Path, content: bytes) -> Path:
    """Write a new file beside ``path``, ready to take its place; nothing is left if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o666 & ~umask())
    except BaseException:  # an interruption too
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary)


def check_writable(
    path: str | Path, *, force: bool = False, instead: str = "choose another place with -o"
) -> None:
    """Raise OutputError early, before long work, if ``path`` may not be written."""
    path = Path(path)
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder: expected a file name for the output")
        if (path.is_file() or path.is_symlink()) and not force:
            raise OutputError(f"{path} is already there: use --force to replace it")
    except OSError as error:  # such as a name that is too long
        raise _unwritable(path, error.strerror or type(error).__name__, instead) from error
    folder = next(one for one in Path(os.path.realpath(path)).parents if one.exists())
    if not folder.is_dir():
        raise _unwritable(path, f"{folder} is not a folder", instead)
    if not path.exists() and not os.access(folder, os.W_OK | os.X_OK):
        raise _unwritable(path, f"nothing can be written in {folder}", instead)


def _unwritable(path: Path, reason: str, instead: str) -> OutputError:
    return OutputError(f"cannot write {path}: {reason}; {instead}")


def umask() -> int:
    """Return which permissions the user withholds from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
