from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaling.errors import OutputError
from scaling.files import check_writable, sha256_of, write_all, write_whole


def test_checksum_of_nothing() -> None:
    # FIPS 180-4, the digest of the empty message.
    assert sha256_of(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_text_is_written_as_utf8_and_folders_are_made(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "new" / "out.txt", "α\n")
    assert path.read_bytes() == "α\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["out.txt"]


def test_a_file_is_replaced_by_force_alone(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "out.txt", b"old")
    with pytest.raises(OutputError) as caught:
        write_whole(path, "new")
    assert str(caught.value) == f"{path} is already there: use --force to replace it"
    assert path.read_bytes() == b"old"
    write_whole(path, "new", force=True)
    assert path.read_bytes() == b"new"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        check_writable(tmp_path, force=True)
    assert str(caught.value) == f"{tmp_path} is a folder: expected a file name for the output"


def test_nothing_is_left_of_a_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    path = tmp_path / "out.txt"
    with pytest.raises(OutputError) as caught:
        write_whole(path, "new")
    assert str(caught.value) == (
        f"cannot write {path}: No space left on device; choose another place with -o"
    )
    assert list(tmp_path.iterdir()) == []


def test_new_files_follow_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        path = write_whole(tmp_path / "out.txt", "x")
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed_and_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    with pytest.raises(OutputError, match="is already there: use --force"):
        write_whole(link, "new")
    write_whole(link, "new", force=True)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


def test_a_link_to_nothing_is_not_replaced_unasked(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "nothing")
    with pytest.raises(OutputError, match="is already there: use --force"):
        write_whole(link, "new")


def test_a_device_is_written_to_and_never_replaced() -> None:
    null = Path(os.devnull)
    write_whole(null, "gone")
    assert null.is_char_device()


def test_files_that_belong_together_are_all_written_or_none(tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "deep" / "new.bin"
    old.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError, match=r"old\.txt is already there: use --force"):
        write_all({new: b"new", old: "newer"})
    assert not new.parent.exists()
    blocked = old / "below a file"
    with pytest.raises(OutputError, match=r"cannot write .*below a file"):
        write_all({old: "newer", blocked: "x"}, force=True)
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert write_all({old: "newer", new: b"new"}, force=True) == [old, new]
    assert (old.read_text(encoding="utf-8"), new.read_bytes()) == ("newer", b"new")


def test_a_place_that_cannot_be_written_is_known_before(tmp_path, monkeypatch):
    there = tmp_path / "there"
    there.touch()
    with pytest.raises(OutputError, match=r"cannot write .*there/a/b: .*there is not a folder; ch"):
        check_writable(there / "a" / "b")
    with pytest.raises(OutputError, match="File name too long; choose another place with -o"):
        check_writable(tmp_path / ("a" * 300))
    check_writable(tmp_path / "new" / "folder" / "file")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(OutputError, match=f"nothing can be written in {tmp_path}; choose another"):
        check_writable(tmp_path / "new" / "file")
    check_writable(there, force=True)
