"""What the README promises: two one-command blocks, an example that runs, links that lead on."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_quick_start_is_two_commands():
    section = README.split("## Quick start")[1].split("\n## ")[0]
    blocks = [text.strip() for _, text in FENCE.findall(section)]
    assert len(blocks) == 2
    assert not any("\n" in block for block in blocks)
    assert blocks[0].endswith("clientbase demo")
    assert "pytest" in blocks[1]


def test_the_python_example_runs_and_says_what_it_prints():
    (code,) = [text for language, text in FENCE.findall(README) if language == "python"]
    expected = re.findall(r"print\(.*\)  # (\w+)", code)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == expected == ["AAAAABBBCC"]  # METHODS 2.3, edge "above", by hand


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
