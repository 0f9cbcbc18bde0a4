"""The transmission tree of one replicate: who infected whom, as a table, JSON, GraphML or Newick, and what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .tables import Table, table_of

if TYPE_CHECKING:
    from .story import Infection

OUTSIDE = "outside"  # the root in Newick: infections without an infector in the city hang on it
GRAPHML_TYPES = {int: "long", bool: "boolean", str: "string"}


@dataclass(frozen=True)
class Tree:
    """Infections in the order in which they happened; hours count from the start of the run (below zero: before it)."""

    infections: Sequence[Infection]

    def __len__(self) -> int:
        return len(self.infections)

    @cached_property
    def generation(self) -> dict[int, int]:
        """Person -> generation; 0 for those without an infector in the city."""
        found: dict[int, int] = {}
        for one in self.infections:
            found[one.person] = 0 if one.infector is None else found[one.infector] + 1
        return found

    @cached_property
    def infected_by(self) -> dict[int, list[Infection]]:
        """Person -> whom this person infected."""
        found: dict[int, list[Infection]] = {one.person: [] for one in self.infections}
        for one in self.infections:
            if one.infector is not None:
                found[one.infector].append(one)
        return found

    def offspring(self) -> dict[int, int]:
        """How many people infected so many others: number -> people."""
        found: dict[int, int] = {}
        for others in self.infected_by.values():
            found[len(others)] = found.get(len(others), 0) + 1
        return dict(sorted(found.items()))

    def generation_intervals(self) -> list[int]:
        """Hours from the infection of the infector to that of the infected."""
        infected_at = {one.person: one.infected_at for one in self.infections}
        return [
            one.infected_at - infected_at[one.infector] for one in self.infections if one.infector is not None
        ]

    def serial_intervals(self) -> list[int]:
        """Hours from onset to onset, where both have symptoms; may be below zero."""
        onset = {one.person: one.onset_at for one in self.infections}
        found = []
        for one in self.infections:
            before = onset[one.infector] if one.infector is not None else None
            if one.onset_at is not None and before is not None:
                found.append(one.onset_at - before)
        return found

    def to_table(self) -> Table:
        """One row an infection, with its generation and how many it infected."""
        rows = [
            asdict(one)
            | {"generation": self.generation[one.person], "infected": len(self.infected_by[one.person])}
            for one in self.infections
        ]
        return table_of(rows, names=_names())

    def to_csv(self, file: Path | str | None = None) -> str:
        return self.to_table().to_csv(file)

    def to_json(self, file: Path | str | None = None) -> str:
        """`nodes` (one an infection) and `edges` (infector, infected, layer, hour), as graph libraries read them."""
        nodes = [{"id": row["person"], **row} for row in self.to_table().rows()]
        edges = [
            {"source": one.infector, "target": one.person, "layer": one.layer, "hour": one.infected_at}
            for one in self.infections
            if one.infector is not None
        ]
        return _kept(
            json.dumps({"directed": True, "multigraph": False, "nodes": nodes, "edges": edges}), file
        )

    def to_graphml(self, file: Path | str | None = None) -> str:
        """GraphML with every figure of an infection at its node, for Gephi, Cytoscape, igraph or networkx."""
        table = self.to_table()
        kinds = {name: _kind(values) for name, values in table.columns.items()}
        keys = [f'<key id="{n}" for="node" attr.name="{n}" attr.type="{kind}"/>' for n, kind in kinds.items()]
        edge_key = '<key id="via" for="edge" attr.name="layer" attr.type="string"/>'
        nodes = [f'<node id="{row["person"]}">{_data(row)}</node>' for row in table.rows()]
        edges = [
            f'<edge source="{one.infector}" target="{one.person}"><data key="via">{escape(one.layer)}</data></edge>'
            for one in self.infections if one.infector is not None
        ]  # fmt: skip
        body = "\n".join([*keys, edge_key, '<graph edgedefault="directed">', *nodes, *edges, "</graph>"])
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        return _kept(f"{head}{body}\n</graphml>\n", file)

    def to_newick(self, file: Path | str | None = None) -> str:
        """One tree; inner nodes are infectors, lengths are days from infection to infection (from the first of all for the roots)."""
        first = min((one.infected_at for one in self.infections), default=0)
        roots = [one for one in self.infections if one.infector is None]
        written: dict[int, str] = {}
        for one in reversed(self.infections):  # whoever is infected comes later in the list
            below = [
                f"{written[o.person]}:{(o.infected_at - one.infected_at) / 24:g}"
                for o in self.infected_by[one.person]
            ]
            written[one.person] = (f"({','.join(below)})" if below else "") + str(one.person)
        tops = ",".join(f"{written[one.person]}:{(one.infected_at - first) / 24:g}" for one in roots)
        return _kept(f"({tops}){OUTSIDE};\n", file)


def _names() -> list[str]:
    from .story import Infection

    return [one.name for one in fields(Infection)] + ["generation", "infected"]


def _kind(values: Sequence[Any]) -> str:
    known = next((value for value in values if value is not None), "")
    return GRAPHML_TYPES[type(known)]


def _data(row: dict[str, Any]) -> str:
    """What did not happen has no entry."""
    return "".join(
        f'<data key="{name}">{str(value).lower() if isinstance(value, bool) else escape(str(value))}</data>'
        for name, value in row.items() if value is not None
    )  # fmt: skip


def _kept(text: str, file: Path | str | None) -> str:
    if file is not None:
        Path(file).write_text(text, encoding="utf-8", newline="")
    return text
