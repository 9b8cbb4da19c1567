"""A large plain text file read by whole columns says what the reader of single cells says."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xl_addin.files import arrow_csv, csv_reader
from xl_addin.files.arrow_csv import read_plain
from xl_addin.files.cells import SheetCells
from xl_addin.files.errors import FileError
from xl_addin.files.tabular import open_table_file

pytest.importorskip("pyarrow")

TEXTS = st.text(st.sampled_from("01aé€ \t.,-😀я'"), max_size=20)
NUMBERS = st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True)


def as_rows(text, start=0):
    """The cells of a text as `read_plain` reads them, None where it does not."""
    plain = read_plain(text.encode(), start, ";")
    return None if plain is None else plain.rows()


@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(
            st.lists(TEXTS | NUMBERS | st.just(""), min_size=width, max_size=width),
            min_size=1,
            max_size=9,
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([0, 1]),
)
@example([["1.5", "a"], ["", "b"], ["-1.50", ""]], "\n", 1)
def test_the_same_cells_as_were_written(rows, line_end, closed):
    rows = [["header"] * len(rows[0] if rows else "ab"), *rows]
    text = line_end.join(";".join(row) for row in rows) + line_end * closed
    assert as_rows(text) == [[cell or None for cell in row] for row in rows]


def test_many_words_of_up_to_eight_bytes_and_longer_ones():
    """Those are told apart as whole numbers, these as texts."""
    cells = ["", "a", "b", "abcdefgh", "abcdefg", "яяяя", "a", *(f"я{at}" for at in range(999))]
    longer = [f"{cell}-longer" for cell in cells]
    rows = [["x", "y"], *map(list, zip(cells, longer, strict=True))]
    assert as_rows("\n".join(map(";".join, rows))) == [[c or None for c in row] for row in rows]


def test_the_line_that_names_the_separator_is_no_row():
    assert as_rows("sep=;\na;b\n1;2\n", len("sep=;\n")) == [["a", "b"], ["1", "2"]]


def test_a_blank_line_keeps_its_place():
    assert as_rows("a;b\n\n1;2\n") == [["a", "b"], [None, None], ["1", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        'a;b\n"1";2\n',
        "a;b\n1;2;3\n",
        "a;b\n1\n1;2;3\n",
        "\na;b\n1;2\n",
        ";\n1;2\n",
        "a;b\n1;2\r3;4\n",
        "a;b\n1;\0\n",
        "a\n1\n",
        "a;b",
    ],
)
def test_what_is_not_plain_is_left_to_the_careful_reader(text):
    assert as_rows(text) is None


@pytest.mark.parametrize("odd", ['6"', "a\0b", "#N/A"])
def test_what_stands_far_below_is_seen(odd):
    lines = ["a;b", *(f"{row};text" for row in range(20_000)), f"1;{odd}"]
    assert read_plain("\n".join(lines).encode(), 0, ";", {"#N/A"}) is None


@pytest.mark.parametrize("odd", ["a\0b", "a\0", '6"', "#N/A"])
def test_what_stands_among_many_short_texts_is_seen(odd):
    lines = ["a;b", *(f"{row};{row}" for row in range(2_000)), f"1;{odd}"]
    assert read_plain("\n".join(lines).encode(), 0, ";", {"#N/A"}) is None


@pytest.mark.parametrize("n", [600, 3])
def test_texts_are_distinct_whole_and_known_to_be_used(n):
    """Many texts of one width, of several widths, and few: each is there once, in any order."""
    rows = [[f"D{at % n:04d}", str(at % n), f"longer text {at % n}"] for at in range(2 * n)]
    cells = read_plain("\n".join(["a;b;c", *map(";".join, rows)]).encode(), 0, ";")
    body = cells.block(2, 1, len(rows), 3)
    for j in range(3):
        column = body.column(j)
        assert column.tolist() == [row[j] for row in rows]
        assert column.cat.categories.is_unique
        assert len(column.cat.categories) == n
    some = body.only(np.array([1, 2])).column(0)
    assert (some.tolist(), len(some.cat.categories)) == (["D0001", "D0002"], 2)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.5", "", "-2.25"], [1.5, np.nan, -2.25]),
        (["1,5", "2", "0,125"], [1.5, 2, 0.125]),
        (["1", "2", "3"], None),  # may be ids: leading zeros count
        (["1.5", "1,5", "2"], None),
        (["1.5", "1-2", "2"], None),
        (["1.5.1", "1", "2"], None),
        (["1.5", "x", "2"], None),
        (["1.5", "1e15", "2"], None),
        (["1.5", "1000000000000000", "2"], None),  # not shown as it is written
        (["1.5", "-", "2"], None),
    ],
)
def test_columns_of_numbers(cells, numbers):
    text = "\n".join(["a;b", *(f"{cell};k" for cell in cells)])
    block = read_plain(text.encode(), 0, ";").block(2, 1, 3, 2)
    found = block.numbers(0)
    if numbers is None:
        assert found is None
    else:
        np.testing.assert_array_equal(found[0], numbers)
    assert block.column(0).astype(object).tolist() == [cell or np.nan for cell in cells]
    assert block.numbers(1) is None


def test_rows_of_a_block_keep_their_numbers():
    text = "\n".join(["a;b", *(f"{row}.5;{row}.25" for row in range(9))])
    cells = read_plain(text.encode(), 0, ";")
    some = cells.block(2, 1, 9, 2).only(np.array([1, 4]))
    assert some.numbers(0)[0].tolist() == [1.5, 4.5]
    assert some.numbers(1)[0].tolist() == [1.25, 4.25]
    assert some.rows() == [["1.5", "1.25"], ["4.5", "4.25"]]
    assert cells.numbers(0) is None, "the header is among the cells"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_plain_file_reads_as_one_with_quotes(encoding, tmp_path, monkeypatch):
    monkeypatch.setattr(arrow_csv, "LARGE", 1)
    text = "дата;клиент;сумма\n01.02.2024;0012;1,50\n;я;\n"
    plain, quoted = tmp_path / "plain.csv", tmp_path / "quoted.csv"
    plain.write_bytes(text.encode(encoding))
    quoted.write_bytes(text.replace("0012", '"0012"').encode(encoding))
    assert csv_reader.read_plain_csv("plain.csv", plain.read_bytes(), None) is not None
    grids = []
    for path in (plain, quoted):
        with open_table_file(path) as file:
            grids.append(file.grids[0])
    fast, slow = grids
    assert fast.cells.rows() == slow.cells.rows()
    assert (fast.notices, fast.style) == (slow.notices, slow.style)
    assert fast.cells.first_row == slow.cells.first_row


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_letters_that_come_far_below_tell_the_encoding(encoding):
    lines = ["date;customer", *(f"2024-01-01;C{row}" for row in range(100_000)), "2024-01-02;Жук"]
    data = "\n".join(lines).encode(encoding)
    header, cells = csv_reader.read_plain_csv("sales.csv", data, None)
    assert header["encoding"] == encoding.replace("cp1251", "windows-1251")
    assert cells.cell(cells.n_rows - 1, 1) == "Жук"


def test_a_mixture_of_encodings_far_below_is_refused():
    lines = ["date;customer", *(f"2024-01-01;C{row}" for row in range(100_000)), "2024-01-02;Жук"]
    data = "\n".join(lines).encode() + "\n2024-01-03;Жук".encode("cp1251")
    with pytest.raises(FileError, match="line 100003"):
        csv_reader.read_plain_csv("sales.csv", data, None)


def test_the_values_say_what_the_whole_columns_say():
    text = "\n".join(["a;b", "x;1.5", ";2.5", "y;", "x;-1.5"])
    cells = read_plain(text.encode(), 0, ";")
    plain = SheetCells(cells.kinds, cells.values, cells.levels)
    assert plain.rows() == cells.rows()
    assert cells.block(3, 1, 9, 2).rows() == plain.block(3, 1, 9, 2).rows()
    assert plain.column(0, 1).tolist() == cells.column(0, 1).tolist()
    assert [cells.cell(i, j) for i in range(5) for j in range(2)] == [
        plain.cell(i, j) for i in range(5) for j in range(2)
    ]
