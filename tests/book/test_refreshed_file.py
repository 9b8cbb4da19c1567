"""A refreshed workbook under other programs: the Open XML SDK validator and LibreOffice."""

import shutil
import subprocess

import pytest

from tests.conftest import VALIDATOR
from tests.template.semantic_check import faults
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.book.write import place_inputs
from xl_addin.demo import company
from xl_addin.texts import texts


@pytest.fixture(params=["en", "ru"])
def refreshed(request, make_book, refresh, demo_path):
    """The demo company in each language."""
    if request.param == "en":
        return request.param, demo_path
    path = make_book("ru")
    with open_file(path) as book:
        place_inputs(Index.of(book), company("ru"))
        book.save()
    refresh(path)
    return request.param, path


@pytest.mark.node
def test_the_open_xml_validator_has_nothing_to_say(refreshed):
    _, path = refreshed
    command = ["node", VALIDATOR / "dist/src/cli.js", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000] + done.stderr[:2000]
    assert '"ok": true' in done.stdout
    assert faults(path.read_bytes()) == []


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_prints_the_results(refreshed, tmp_path):
    language, path = refreshed
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = [shutil.which("soffice"), profile, "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*office, "--outdir", tmp_path, path], check=True, capture_output=True, timeout=300
    )
    pdf = tmp_path / f"{path.stem}.pdf"
    done = subprocess.run(
        [shutil.which("pdftotext"), "-layout", pdf, "-"],
        check=True,
        capture_output=True,
        timeout=60,
    )
    words = done.stdout.decode()
    say = texts(language)
    assert all(say(f"segments.{key}.name") in words for key in ("champions", "cant_lose"))
    assert say("sheets.Decisions.title") in words
    assert "###" not in words  # no column is too narrow for what the refresh wrote
