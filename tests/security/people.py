"""People who may be named nowhere, and where their names are looked for."""

import csv
import zipfile

PEOPLE = {  # id: name, e-mail, telephone
    "Секретова М. А.": ("Секретова Мария", "vip@secret.example", "+7 912 345-67-89"),
    "+79160001122": ("Confidentia Ltd", "boss@confidentia.example", "8 (495) 111-22-33"),
    "ИП Тайнов": ("Тайнов Олег", "oleg@tainov.example", "+7 900 000-00-01"),
    "00017": ("Quiet & Sons", "quiet@sons.example", "+44 20 7946 0958"),
    "00018": ("Шёпот", "whisper@mail.example", "+7 900 000-00-03"),
}
DOCUMENT = "Заказ Секретовой №"
# Found nowhere afterwards; "00017" alone may stand in any number.
SECRETS = (
    *("Секретов", "Confidentia", "confidentia", "Тайнов", "tainov", "Quiet", "Шёпот", "whisper"),
    *("secret.example", "79160001122", "345-67-89", "111-22-33", "7946 0958", "7719402049"),
    *("Орлова", "holding of", "поручительство", "надёжный", "sales of Secret"),
)
ENCODINGS = ("utf-8", "utf-16-le", "cp1251", "cp866")


def write(path, head, rows):
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([head, *rows])
    return path


def told(text, allowed=()):
    """The secrets in a text of the screen, but for the names of files that the user typed."""
    for each in allowed:
        text = text.replace(str(each), "")
    return [secret for secret in SECRETS if secret in text]


def holding(path):
    """The secrets in a file; of a workbook in every part, unpacked."""
    parts = {path.name: path.read_bytes()}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            parts |= {name: archive.read(name) for name in archive.namelist()}
    return [
        f"{path.name} {name}: {secret}"
        for name, data in parts.items()
        for secret in SECRETS
        if any(secret.encode(each, "ignore") in data for each in ENCODINGS if _writes(secret, each))
    ]


def _writes(text, encoding):
    return text.encode(encoding, "ignore").decode(encoding) == text
