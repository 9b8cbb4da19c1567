"""Find the templates that travel with the package."""

from pathlib import Path

from xl_addin.texts import LANGUAGES

FILE_NAMES = {"en": "workbook_template.xlsm", "ru": "workbook_template.ru.xlsm"}


def template_path(language: str) -> Path:
    """Return where the template of ``language`` ("en" or "ru") lies.

    An installed package carries it beside this module; in a checkout it lies at the root.
    Raises FileNotFoundError where it is in neither place.
    """
    name = FILE_NAMES[language]
    here = Path(__file__).resolve().parent
    for folder in (here, here.parents[1]):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(str(here / name))


def template_paths() -> dict[str, Path]:
    """Return the template of every language."""
    return {language: template_path(language) for language in LANGUAGES}
