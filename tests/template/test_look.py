"""LibreOffice opens the templates, and the pictures of the handbook come out of them."""

import re
import shutil
import struct
import subprocess
import sys
from collections import Counter

import pytest

from tests.conftest import ROOT
from xl_addin.book.layouts import SHEETS
from xl_addin.template.captions import tabs
from xl_addin.template.store import FILE_NAMES
from xl_addin.texts import LANGUAGES, texts

pytestmark = [pytest.mark.office, pytest.mark.slow]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, timeout=180).stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_prints_every_sheet(language, tmp_path):
    source = ROOT / FILE_NAMES[language]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source))
    run(shutil.which("soffice"), profile, *convert)
    pdf = tmp_path / f"{source.stem}.pdf"
    words = run(shutil.which("pdftotext"), "-layout", pdf, "-").decode()
    pages = [page for page in words.split("\f") if page.strip()]
    titles = [texts(language)(f"sheets.{sheet.key}.title") for sheet in SHEETS]
    assert [title for title in titles if not any(title in page for page in pages)] == []
    footers = [re.split(r"\s{2,}", page.strip().splitlines()[-1].strip()) for page in pages]
    printed = Counter(footer[-2] for footer in footers)  # ..., tab, number of the page
    long = {texts(language)(f"sheets.{key}.tab") for key in ("Functions", "Settings")}
    assert all(printed.pop(tab) > 1 for tab in long)
    # an empty sheet fits one page, hidden sheets have none
    assert printed == Counter({tab for tab in tabs(language).values() if tab not in long})
    assert "###" not in words  # no column is too narrow for what stands in it


def test_a_picture_shows_the_sheet_alone(tmp_path):
    script = ROOT / "docs" / "make_pictures.py"
    run(sys.executable, script, ROOT / FILE_NAMES["en"], "Functions", "--into", tmp_path)
    picture = (tmp_path / "functions.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width > height > 300  # cut to the content of a landscape page
