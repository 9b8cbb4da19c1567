"""The workflows of CI and release do what BAD_INPUT 4.10 asks; they run on GitHub alone."""

import re
import tomllib

import pytest
import yaml

from tests.test_architecture import ROOT

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))


def read(name):
    # YAML 1.1 reads the word "on" as a truth value
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def steps(workflow, job):
    return workflow["jobs"][job]["steps"]


def commands(workflow, job):
    return "\n".join(step.get("run", "") for step in steps(workflow, job))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_workflow_is_one_and_may_write_nothing_by_itself(path):
    workflow = read(path.name)
    assert workflow[True], "no event starts it"
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
            assert "workflow_call" in read(job["uses"].rsplit("/", 1)[1])[True]
            continue
        assert job["timeout-minutes"] <= 60 if name != "publish" else True
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            if "uses" in step:
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[\w./-]+", step["uses"])
    text = path.read_text("utf-8")
    assert "secrets." not in text  # none is needed
    assert "pull_request_target" not in text


def test_a_release_is_tested_locked_audited_and_summed_before_it_is_published():
    release = read("release.yml")
    assert release[True] == {"push": {"tags": ["v*"]}}
    assert release["jobs"]["build"]["needs"] == "tests"
    assert release["jobs"]["publish"]["needs"] == "build"
    run = commands(release, "build")
    order = [
        run.index(word)
        for word in (
            "pip-compile --quiet --generate-hashes",
            "pip-audit --require-hashes",
            "-m build",
            "cyclonedx-py requirements",
            "sha256sum *",
        )
    ]
    assert order == sorted(order)
    for template in ("workbook_template.xlsm", "workbook_template.ru.xlsm"):
        assert (ROOT / template).is_file()
        assert template in run[: order[-1]]
    used = [step.get("uses", "") for step in steps(release, "publish")]
    assert any(each.startswith("actions/attest-build-provenance@") for each in used)
    assert any(each.startswith("pypa/gh-action-pypi-publish@") for each in used)
    rights = release["jobs"]["publish"]["permissions"]
    assert rights["id-token"] == rights["attestations"] == "write"


def test_dependencies_are_audited_every_week_and_when_they_change():
    audit = read("audit.yml")
    assert audit[True]["push"]["paths"] == ["pyproject.toml"]
    (when,) = audit[True]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["cron"])
    assert "pip-audit --require-hashes" in commands(audit, "audit")


def test_dependencies_are_few_and_bounded():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(project["dependencies"]) <= 12
    for each in project["dependencies"]:
        assert re.search(r"==|<", each), each
