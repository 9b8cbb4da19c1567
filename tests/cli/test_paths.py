"""Where new files may go."""

import pytest

from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import check_free, check_workbook_name, staged
from xl_addin.files.names import free_name
from xl_addin.texts import texts

SAY = texts("en")


def test_free_name_counts_on(tmp_path):
    path = tmp_path / "demo.xlsm"
    assert free_name(path) == path
    path.touch()
    assert free_name(path) == tmp_path / "demo-2.xlsm"
    (tmp_path / "demo-2.xlsm").touch()
    assert free_name(path) == tmp_path / "demo-3.xlsm"


def test_an_existing_file_needs_force(tmp_path):
    path = tmp_path / "book.xlsm"
    path.touch()
    with pytest.raises(CommandError, match=r"book-2\.xlsm") as caught:
        check_free(path, SAY, force=False)
    assert caught.value.code == Exit.FILES
    check_free(path, SAY, force=True)


@pytest.mark.parametrize("force", [False, True])
def test_no_folder_and_a_folder_in_the_way(tmp_path, force):
    with pytest.raises(CommandError, match="does not exist"):
        check_free(tmp_path / "none" / "book.xlsm", SAY, force=force)
    (tmp_path / "folder.xlsm").mkdir()
    with pytest.raises(CommandError, match="is a folder"):
        check_free(tmp_path / "folder.xlsm", SAY, force=force)


def test_only_xlsm_may_hold_macros(tmp_path):
    with pytest.raises(CommandError, match=r"book\.xlsm") as caught:
        check_workbook_name(tmp_path / "book.xlsx", SAY)
    assert caught.value.code == Exit.USAGE
    check_workbook_name(tmp_path / "BOOK.XLSM", SAY)


def test_a_staged_file_arrives_whole(tmp_path):
    path = tmp_path / "book.xlsm"
    with staged(path) as draft:
        draft.write_bytes(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.xlsm"]


def test_a_staged_file_that_fails_leaves_the_old_one(tmp_path):
    path = tmp_path / "book.xlsm"
    path.write_bytes(b"old")

    def fail():
        with staged(path) as draft:
            draft.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["book.xlsm"]
