"""Files are short, locks name no registry, nothing names a machine, documents are fresh, translations agree."""

import re

import pytest
from scripts.addresses import addresses
from scripts.documents import DOCUMENTS

from scripts import translations

from .house import ROOT, name_of, tracked_files

LONGEST_FILE = 500  # house numbers: aim for 200, ask why at 300, refuse at 500
LONGEST_TEMPLATE = 150
TEXT = (
    ".py",
    ".toml",
    ".in",
    ".lock",
    ".json",
    ".md",
    ".ts",
    ".html",
    ".yaml",
    ".yml",
    ".po",
    ".cfg",
    ".sh",
    "",
)
# put together from pieces, so that this file does not name what it forbids
RESOLVED = '"reso' + 'lved": "'
REGISTRIES = re.compile(
    "|".join(
        ["pypi" + r"\.org", "python" + r"hosted\.", "registry" + r"\.npm", "index" + "-url *=", RESOLVED]
    )
)
MACHINE = re.compile(r"(^|[\s\"'`(=])/(work" + r"|opt/rf|root|home/\w+)/")


def own_files(*endings):
    """Files written here: no migrations, no data."""
    return [
        pytest.param(file, id=name_of(file))
        for file in tracked_files()
        if file.suffix in endings and "migrations" not in file.parts
    ]


@pytest.mark.parametrize("file", own_files(".py", ".ts"))
def test_a_file_is_short(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", own_files(".html"))
def test_a_template_is_short(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-spark.lock", "web/package-lock.json"]
)
def test_a_lock_has_hashes_and_no_registry(lock):
    file = ROOT / lock
    if not file.is_file():
        assert not (ROOT / "web" / "package.json").exists(), "web/ has no lock"
        return
    text = file.read_text(encoding="utf-8")
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert RESOLVED not in text
    if lock.startswith("requirements"):
        assert "://" not in text


def test_no_file_names_a_registry_or_a_folder_of_somebodys_machine():
    found = []
    for file in tracked_files():
        if file.suffix in TEXT and file.stat().st_size < 2_000_000:
            for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if REGISTRIES.search(line) or MACHINE.search(line):
                    found.append(f"{name_of(file)}:{number}: {line.strip()[:120]}")
    assert found == []


@pytest.mark.parametrize("place", DOCUMENTS)
def test_a_document_that_is_written_from_the_code_is_fresh(place):
    assert (ROOT / place).read_text(encoding="utf-8") == DOCUMENTS[place](), (
        f"{place} is stale: run `make fix`"
    )


@pytest.mark.parametrize("address", [pytest.param(one, id=one.pattern) for one in addresses()])
def test_every_address_says_what_it_needs(address):
    assert address.needed, f"{address.pattern} ({address.view.__module__}) names no permission"


def test_translations_do_not_contradict_each_other():
    languages = {part.parent for part in translations.parts(ROOT)}
    for language in languages:
        translations.merged(sorted(language.glob("*.po")))
