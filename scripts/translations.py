"""Compile the parts of every language into one catalogue each, with polib (no gettext on the machine)."""

from pathlib import Path

import polib

LOCALES = Path("src/ringfence/locale")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",  # Chinese has one form
}
Key = tuple[str, str, str]


class Contradiction(RuntimeError):
    """Two parts translate the same words differently."""


def parts(root: Path) -> list[Path]:
    """All parts of all languages, in a steady order."""
    return sorted((root / LOCALES).glob("*/parts/*.po"))


def compile_all(root: Path) -> int:
    """Write `LC_MESSAGES/django.mo` of every language; return how many sentences. Raises Contradiction."""
    sentences = 0
    for language in sorted({part.parent.parent for part in parts(root)}):
        catalogue = merged(sorted((language / "parts").glob("*.po")))
        target = language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(exist_ok=True)
        catalogue.save_as_mofile(str(target))
        sentences += len(catalogue)
    return sentences


def merged(files: list[Path]) -> polib.POFile:
    """One catalogue of all files. Raises Contradiction with both places."""
    catalogue = polib.POFile()
    catalogue.metadata = dict(HEADER)
    seen: dict[Key, tuple[polib.POEntry, Path]] = {}
    for file in files:
        for entry in polib.pofile(str(file), encoding="utf-8"):
            if entry.obsolete or not entry.translated():
                continue
            key = (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")
            if key not in seen:
                seen[key] = (entry, file)
                catalogue.append(entry)
            elif _answer(seen[key][0]) != _answer(entry):
                raise Contradiction(_sentence(entry, file, *seen[key]))
    return catalogue


def _answer(entry: polib.POEntry) -> object:
    return entry.msgstr_plural or entry.msgstr


def _sentence(entry: polib.POEntry, file: Path, earlier: polib.POEntry, earlier_file: Path) -> str:
    return (
        f"{entry.msgid!r} is {_answer(earlier)!r} in {earlier_file.name} but {_answer(entry)!r} in {file.name}. "
        "Use one translation, or tell them apart with msgctxt."
    )
