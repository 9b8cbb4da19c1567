"""``clientbase demo``: the whole way from data to a refreshed workbook."""

import pytest

from xl_addin.demo import company


def test_counts_are_those_of_the_data(demo):
    path, answer = demo
    sales = company("en")["sales"]
    assert path.exists()
    assert answer["workbook"] == str(path)
    assert answer["as_of"] == "2025-12-31"
    assert answer["rows_read"] == answer["rows_used"] == len(sales)
    assert (answer["rows_left_out"], answer["money_left_out"], answer["problems"]) == (0, 0, [])
    assert answer["revenue"] == pytest.approx(sales["amount"].sum(), abs=0.01)
    assert answer["customers"] == sales.loc[sales["amount"] > 0, "customer"].nunique()


@pytest.mark.parametrize(("group", "names"), [("abc", "ABCD"), ("xyz", "XYZN")])
def test_classes_add_up_to_the_whole(demo, group, names):
    _, answer = demo
    assert [line["key"] for line in answer[group]] == list(names)
    assert sum(line["customers"] for line in answer[group]) == 400
    whole = sum(line["revenue"] for line in answer["abc"])
    assert whole == pytest.approx(answer["revenue"], abs=0.01)


def test_segments_add_up_to_the_scored_customers(demo):
    _, answer = demo
    assert len(answer["segments"]) == 10
    assert sum(line["customers"] for line in answer["segments"]) == answer["customers"]


def test_russian_demo_speaks_russian(run, tmp_path):
    done = run("demo", "--lang", "ru", cwd=tmp_path)
    assert done.code == 0
    assert "Чемпионы" in done.out
    assert "clientbase-demo.xlsm" in done.out
    assert (tmp_path / "clientbase-demo.xlsm").exists()


def test_cdnow_demo_counts(run, tmp_path):
    # Fader, Hardie, Lee (2005): 2,357 customers with 6,919 transactions; some paid nothing
    done = run("demo", "--sample", "cdnow", "--json", cwd=tmp_path)
    assert done.code == 0
    assert done.answer["rows_read"] == 6919
    assert 2340 <= done.answer["customers"] <= 2357
    assert done.answer["as_of"] == "1998-06-30"


def test_an_existing_demo_is_never_overwritten_unasked(run, tmp_path):
    first = tmp_path / "clientbase-demo.xlsm"
    first.write_bytes(b"mine")
    done = run("demo", "--sample", "cdnow", "--json", cwd=tmp_path)
    assert done.answer["workbook"] == "clientbase-demo-2.xlsm"
    assert first.read_bytes() == b"mine"
    assert run("demo", "--output", first).code == 3
    assert first.read_bytes() == b"mine"


def test_summary_for_people(run, tmp_path):
    done = run("demo", "--sample", "cdnow", cwd=tmp_path)
    assert done.code == 0
    for word in ("Rows read", "6,919", "Rows left out", "Money left out", "Champions", "Class"):
        assert word in done.out
    assert done.out.rstrip().endswith("clientbase-demo.xlsm")
