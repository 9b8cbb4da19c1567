"""What the tests of files share."""

from pathlib import Path

import pytest

from tests.files.samples import workbook_bytes


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The clean base file."""
    path = tmp_path / "base.xlsx"
    path.write_bytes(workbook_bytes())
    return path
