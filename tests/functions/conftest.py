import pytest

from tests.functions.harness import excel as play_excel
from xl_addin import log
from xl_addin.functions.cache import CACHE


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    """Every test starts with an empty cache and a log folder of its own."""
    monkeypatch.setattr(log.sys, "platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    CACHE.clear()


@pytest.fixture(scope="module")
def excel():
    with play_excel() as calls:
        yield calls
