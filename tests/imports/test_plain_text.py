"""A plain text file is read by whole columns, one with quotes cell by cell: the same is said."""

import pytest

from xl_addin.files import arrow_csv

HEAD = "date;customer;document;amount;cost;discount"
COLUMNS = {
    "points": ["1.50", "2", "-3.25"],
    "commas": ["1,50", "2", "-3,25"],
    "either": ["1,500", "2,250", "3,125"],
    "either in points": ["1.500", "2.250", "3.125"],
    "decided late": ["1.500", "2.250", "3.1"],
    "whole": ["1", "2", "3"],
    "a blank": ["1.5", "", "2.5"],
    "a word": ["1.5", "two", "2.5"],
    "an error": ["1.5", "#N/A", "2.5"],
    "a currency": ["1.5", "2.5 EUR", "2.5"],
    "two marks": ["1.5", "2,25", "2.5"],
    "grouped": ["1,234.50", "2.5", "3"],
    "a dash": ["1.5", "-", "2.5"],
    "large": ["1.5", "9999999999999999.5", "2.5"],
}


@pytest.fixture
def both(run, book, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")

    def both(lines, *options):
        said = []
        for name, last in (("plain", "Z"), ("quoted", '"Z"')):
            folder = tmp_path / name
            folder.mkdir()
            file = folder / "sales.csv"
            file.write_text("\n".join([HEAD, *lines, f"2024-01-09;{last};D9;7.5;1.5;0.5"]))
            monkeypatch.setattr(arrow_csv, "LARGE", 1 if name == "plain" else 1 << 40)
            done = run("import", file, "--into", book, "--dry-run", *options)
            said.append((done.code, done.out, done.err))
        return said

    return both


@pytest.mark.parametrize(
    ("column", "options"),
    [
        *((column, ()) for column in COLUMNS),
        ("either", ("--decimal", "comma")),
        ("either in points", ("--decimal", "comma")),
        ("points", ("--decimal", "comma")),
        ("commas", ("--decimal", "point")),
    ],
)
def test_the_same_is_said(column, options, both):
    lines = [
        f"2024-01-0{at};C{at};{at:03d}.5;{cell};1.5;{cell}"
        for at, cell in enumerate(COLUMNS[column], 1)
    ]
    plain, quoted = both(lines, *options)
    assert plain == quoted
    assert "Z" in plain[1] + plain[2] or plain[0], plain


def test_ids_that_look_like_numbers_stay_texts(both):
    plain, quoted = both(["2024-01-01;1.50;007.10;1.5;1;1", "2024-01-02;1.5;007.1;2.5;1;1"])
    assert plain == quoted
    assert "1.50" in plain[1]


def test_broken_lines_left_out(both):
    plain, quoted = both(["2024-01-01;A;1;1.5;1;1", "2024-01-02;B;1"], "--skip-bad-rows")
    assert plain == quoted
