"""Every sentence of the product that a reader may see, and which of them have no Chinese yet.

Run as `python -m scripts.sentences`: prints the missing ones as PO entries, ready to be translated.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract

from scripts.translations import merged, parts

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ringfence"
_TEXT = re.compile(r"""u?(?:'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")""".replace("\\\\", "\\"))
_CALL = re.compile(rf"\b(n?p?)gettext\(((?:\s*{_TEXT.pattern}\s*,?)+)")
# Functions whose literal argument is a sentence: (positions of text, plural, context).
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "reason": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Sentence:
    """A text to be translated, with its context (empty for most) and its plural (empty for most)."""

    text: str
    context: str = ""
    plural: str = ""


def in_package() -> dict[Sentence, str]:
    """Every sentence with the place where it stands first."""
    found: dict[Sentence, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            _collect(found, file, file.read_text(encoding="utf-8"))
    for file in sorted(PACKAGE.rglob("*.html")):
        _collect(found, file, file.read_text(encoding="utf-8"))
    return found


def without_chinese() -> dict[Sentence, str]:
    """The sentences that no file of parts translates."""
    kept = {
        (entry.msgid, entry.msgctxt or "")
        for entry in merged(parts(ROOT))
        if entry.msgstr or entry.msgstr_plural
    }
    return {one: place for one, place in in_package().items() if (one.text, one.context) not in kept}


def _collect(found: dict[Sentence, str], file: Path, source: str) -> None:
    sentences = _in_template(source, file) if file.suffix == ".html" else _in_python(source)
    for sentence in sentences:
        found.setdefault(sentence, str(file.relative_to(ROOT)))


def _in_python(source: str) -> Iterator[Sentence]:
    stream = io.BytesIO(source.encode("utf-8"))
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract("python", stream, keywords=KEYWORDS, options=options):
        texts = [
            one for one in (message if isinstance(message, tuple) else (message,)) if isinstance(one, str)
        ]
        if texts and texts[0]:
            yield Sentence(texts[0], context or "", texts[1] if len(texts) > 1 else "")


def _in_template(source: str, file: Path) -> Iterator[Sentence]:
    """The texts of the translate tags, by way of Django's own extraction."""
    from django.utils.translation.template import templatize

    for kind, arguments in _CALL.findall(templatize(source, origin=str(file))):
        texts = [ast.literal_eval(one) for one in _TEXT.findall(arguments)]
        context = texts.pop(0) if "p" in kind else ""
        yield Sentence(texts[0], context, texts[1] if "n" in kind else "")


def main() -> int:
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    missing = without_chinese()
    for one, place in missing.items():
        context = f'msgctxt "{_quoted(one.context)}"\n' if one.context else ""
        plural = f'msgid_plural "{_quoted(one.plural)}"\nmsgstr[0] ""\n' if one.plural else 'msgstr ""\n'
        sys.stdout.write(f'#: {place}\n{context}msgid "{_quoted(one.text)}"\n{plural}\n')
    sys.stderr.write(f"{len(missing)} sentences without Chinese\n")
    return 1 if missing else 0


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


if __name__ == "__main__":
    sys.exit(main())
