"""A morning at the situation desk, as a script: three strategies, their odds, tables and pictures for the meeting, a drill's truth.

    python examples/simulate_an_outbreak.py [FOLDER] [RUNS]

Writes into FOLDER (default: outbreak) what the meeting asks for. Every step is a few lines of the library; the how-to
`docs/how-to/simulate.md` explains them. A city of 100,000, so that it takes seconds.
"""

import sys
from pathlib import Path

from ringfence.cores.transmission import (
    AreaClosure,
    ContactTracing,
    Distancing,
    Hospital,
    Laboratory,
    MassTesting,
    Quarantine,
    Seeds,
    Sim,
    SymptomaticTesting,
    compare,
    demo_city,
    pathogen,
)

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "outbreak")
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 300
folder.mkdir(parents=True, exist_ok=True)

# 1. A city, a pathogen, what is done. Every object checks its figures and names the field, the unit and the bounds.
city = demo_city(residents=100_000)
usual = [
    SymptomaticTesting(share=0.6),
    Laboratory(tubes_per_day=20_000),
    Hospital(),
    Distancing(factor=0.4),
    ContactTracing(tracers=60),
    Quarantine(rooms=100, reserve_rooms=400, seats_per_day=300),
]
as_planned = Sim(
    city=city,
    pathogen=pathogen("delta"),
    interventions=usual,
    days=45,
    seeds=Seeds(count=5),
    label="as planned",
)

# 2. Strategies on common random numbers: the same people infected first, the same course of their disease.
first_township = city.area_codes[1][0]
strategies = [
    as_planned,
    as_planned.but(label="everybody tested twice", interventions=[*usual, MassTesting(rounds=2)]),
    as_planned.but(
        label="and the first township closed",
        interventions=[*usual, MassTesting(rounds=2), AreaClosure(areas=(first_township,))],
    ),
]
compared = compare(strategies, runs=runs)

# 3. What the meeting reads.
for row in compared.rows():
    share, low, high = row["probability_of_end"]
    rooms = row["summary"]["peak rooms needed"]
    print(
        f"{row['strategy']}: ends within 14 days in {share:.0%} ({low:.0%}-{high:.0%}); rooms needed {rooms[2]:,.0f} ({rooms[0]:,.0f}-{rooms[4]:,.0f})"
    )
compared.to_table().to_csv(folder / "strategies.csv")
compared.plot("confirmed").save(folder / "confirmed.svg")
compared.plot_figure("peak rooms needed").save(folder / "rooms.svg")
for ensemble in compared.ensembles:
    name = ensemble.label.replace(" ", "-")
    ensemble.to_table().to_csv(folder / f"{name}-by-day.csv")
    ensemble.replicates_table().to_csv(folder / f"{name}-replicates.csv")

# 4. One replicate, told in full: who infected whom, for Gephi, for a phylogeny viewer, for a spreadsheet.
story = as_planned.run(seed=7)
tree = story.tree()
tree.to_csv(folder / "tree.csv")
tree.to_graphml(folder / "tree.graphml")
tree.to_newick(folder / "tree.nwk")
tree.to_json(folder / "tree.json")
story.to_table().to_csv(folder / "story-by-day.csv")
days = sum(tree.generation_intervals()) / max(len(tree.generation_intervals()), 1) / 24
print(
    f"replicate 7: {len(tree)} infections, mean generation interval {days:.1f} days, offspring {tree.offspring()}"
)
