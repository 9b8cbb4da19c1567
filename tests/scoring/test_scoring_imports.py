import subprocess
import sys

import scoring


def test_scoring_loads_nothing_heavy():
    code = (
        "import sys, scoring\n"
        "heavy = {'scipy', 'lifetimes', 'xlwings', 'matplotlib', 'polars'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_every_public_name_is_there_and_explained():
    for name in scoring.__all__:
        thing = getattr(scoring, name)
        if callable(thing):
            assert (thing.__doc__ or "").strip().endswith((".", "Source.")), name
