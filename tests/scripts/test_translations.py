"""The parts of a language become one catalogue; two translations of the same words are refused."""

import gettext

import pytest
from scripts.translations import Contradiction, compile_all, merged

CASE = 'msgid "Case"\nmsgstr "病例"\n'
OTHER_CASE = 'msgid "Case"\nmsgstr "箱子"\n'
OTHER_CASE_APART = 'msgctxt "box"\nmsgid "Case"\nmsgstr "箱子"\n'


def write(folder, **parts):
    files = []
    for name, text in parts.items():
        file = folder / f"{name}.po"
        file.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{text}', encoding="utf-8"
        )
        files.append(file)
    return files


def test_the_same_translation_twice_is_one(tmp_path):
    assert len(merged(write(tmp_path, one=CASE, two=CASE))) == 1


def test_two_translations_of_the_same_words_are_refused_with_both_places(tmp_path):
    with pytest.raises(Contradiction, match=r"one\.po.*two\.po"):
        merged(write(tmp_path, one=CASE, two=OTHER_CASE))


def test_a_context_tells_words_apart(tmp_path):
    assert len(merged(write(tmp_path, one=CASE, two=OTHER_CASE_APART))) == 2


def test_words_without_a_translation_are_left_out(tmp_path):
    assert len(merged(write(tmp_path, one='msgid "Case"\nmsgstr ""\n'))) == 0


def test_the_catalogue_can_be_read_by_python(tmp_path):
    parts = tmp_path / "src/ringfence/locale/zh_Hans/parts"
    parts.mkdir(parents=True)
    write(parts, one=CASE)
    assert compile_all(tmp_path) == 1
    with (parts.parent / "LC_MESSAGES" / "django.mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Case") == "病例"
