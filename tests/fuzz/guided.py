"""Coverage-guided fuzzing of the package reader: python -m tests.fuzz.guided [libFuzzer options].

Needs ``pip install atheris`` (Linux). Starts from the rich workbook; a crash is written as
``crash-*``: mend it and move the file to tests/fuzz/findings.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["xl_addin"]):
    from tests.fuzz.examine import open_package

from tests.engines.samples import rich_workbook


def main() -> None:
    """Fuzz until libFuzzer's own limit (-max_total_time=240) or a finding."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        rich_workbook(corpus / "rich.xlsx")
        place = Path(folder) / "x.xlsx"

        def one(data: bytes) -> None:
            place.write_bytes(data)
            open_package(place)

        atheris.Setup([*sys.argv, "-max_len=60000", str(corpus)], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
