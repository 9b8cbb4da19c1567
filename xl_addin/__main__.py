"""``python -m xl_addin``: the same as the command ``clientbase``."""

from xl_addin.cli import main

main(prog_name="clientbase")
