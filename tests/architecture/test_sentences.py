"""Every sentence that a reader may see has its Chinese; `python -m scripts.sentences` lists those that have none."""

from __future__ import annotations

from scripts.sentences import without_chinese


def test_every_sentence_has_its_chinese() -> None:
    missing = [f"{place}: {sentence.text}" for sentence, place in without_chinese().items()]
    assert not missing, "Add these to src/ringfence/locale/zh_Hans/parts/:\n" + "\n".join(missing[:30])
