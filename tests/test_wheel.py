"""The wheel: built from this tree, installed in a clean environment, and the demo made there."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from tests.template.semantic_check import faults

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(pip, check=True)
    (found,) = folder.glob("clientbase-*.whl")
    return found


def test_the_wheel_holds_the_product_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for template in ("workbook_template.xlsm", "workbook_template.ru.xlsm"):
        packed = zipfile.ZipFile(wheel).read(f"xl_addin/template/{template}")
        assert packed == (ROOT / template).read_bytes()
    roots = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert roots == {"scoring", "xl_addin"}
    licences = {Path(name).name for name in names if "/licenses/" in name}
    assert licences == {"LICENSE", "THIRD_PARTY_NOTICES.md"}
    assert {"scoring/py.typed", "xl_addin/py.typed"} <= set(names)


def test_the_demo_of_an_installed_wheel(wheel, tmp_path):
    """In an environment of its own, outside the checkout, with no build packages."""
    place = tmp_path / "env"
    venv.create(place, with_pip=True)
    scripts = place / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", wheel]
    subprocess.run(install, check=True, cwd=tmp_path)
    for words in (["demo"], ["doctor", "clientbase-demo.xlsm"]):
        done = subprocess.run(
            [scripts / "clientbase", *words],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert faults((tmp_path / "clientbase-demo.xlsm").read_bytes()) == []
