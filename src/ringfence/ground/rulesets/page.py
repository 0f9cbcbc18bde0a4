"""The page `docs/reference/parameters.md`: every value of every rule set, with unit, source and mark."""

from __future__ import annotations

from .load import sources
from .parameters import RuleSet
from .paths import text_of, unit_of, value_at
from .queries import all_rulesets

HEAD = """# Parameters of the rule sets

Every number of every rule set, as it stands in `src/ringfence/ground/rulesets/data`.

Marks: **A** official text or a press report of it seen; **B** secondary page seen; **C** checked by running something;
**D** design decision of Ringfence; **M** from memory - confirm before calling it official.
"none" means that the rule set does not set the value. What stands in `CN-COMMON` was found for the 8th edition; the
domain reference calls the other Chinese editions the same there. Days of measures count from their anchor, test days from the
start of the stay.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *(_ruleset(one) for one in all_rulesets())])


def _ruleset(ruleset: RuleSet) -> str:
    until = ruleset.valid_to or "open"
    lines = [
        f"## {ruleset.id}", "", f"{ruleset.name_en} / {ruleset.name_zh}", "",
        f"Jurisdiction {ruleset.jurisdiction}; valid from {ruleset.valid_from} until {until} (not included); "
        f"supersedes {ruleset.supersedes or 'none'}; based on {', '.join(ruleset.based_on) or 'nothing'}.", "",
        "| Parameter | Value | Unit | Source | Mark | Source title | Note |", "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [_row(ruleset, path) for path in ruleset.provenance]
    return "\n".join(lines) + "\n"


def _row(ruleset: RuleSet, path: str) -> str:
    origin = ruleset.provenance[path]
    value = text_of(value_at(ruleset, path))
    titles = "; ".join(sources()[source] for source in origin.sources)
    cells = (path, value, unit_of(path), ", ".join(origin.sources), origin.mark, titles, origin.note)
    return f"| {' | '.join(cells)} |"
