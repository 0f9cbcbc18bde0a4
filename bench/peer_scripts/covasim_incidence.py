"""Runs in Covasim's own environment: reproduction number, generation interval and weekly incidence of several scenarios.

One JSON argument: pop_type, redrawn (layers whose contacts are new every day), residents, seeds, days, runs, measuring_runs, and
`scenarios`: name -> {reduced_from (day or null), kept, reduced_layers}. Reproduction number and generation interval are those of
the people infected at the start, each transmission weighted by one over the share still susceptible on its day, so that the
depletion while they are measured does not count; the transmissions are told per unit of the seeds' own transmissibility and times
its mean over everybody, so that the few who infect many do not blur it.
"""

import json
import sys

import covasim as cv
import numpy as np

wish = json.loads(sys.argv[1])
MEASURED_IN, MEASURED_FROM = 50_000, 400


def simulated(seed, *, residents, seeds, days, measures=()):
    """One run; susceptibility does not depend on age and nobody is infected twice, as in the simulation that it stands beside."""
    sim = cv.Sim(
        pop_size=residents, pop_type=wish["pop_type"], pop_infected=seeds, n_days=days, rand_seed=seed, verbose=0,
        use_waning=False, rescale=False, interventions=list(measures), dynam_layer=wish["redrawn"],
    )  # fmt: skip
    sim.initialize()
    sim.people.rel_sus[~np.isnan(sim.people.rel_sus)] = 1.0
    sim.run()
    return sim


def measured():
    """Reproduction number, and mean and standard deviation of the generation interval in days."""
    weights, intervals, own, everybody = [], [], 0.0, []
    for run in range(wish["measuring_runs"]):
        sim = simulated(5_000 + run, residents=MEASURED_IN, seeds=MEASURED_FROM, days=30)
        susceptible = np.array(sim.results["n_susceptible"]) / MEASURED_IN
        log = sim.people.infection_log
        first = {e["target"] for e in log if e["source"] is None}
        own += float(sim.people.rel_trans[list(first)].sum())
        everybody.append(float(sim.people.rel_trans.mean()))
        for e in log:
            if e["source"] in first:
                day = int(e["date"])
                weights.append(1.0 / susceptible[day])
                intervals.append(day)
    weights, intervals = np.array(weights), np.array(intervals, float)
    mean = float(np.average(intervals, weights=weights))
    sd = float(np.sqrt(np.average((intervals - mean) ** 2, weights=weights)))
    return float(weights.sum()) / own * float(np.mean(everybody)), mean, sd


def weekly(run, scenario):
    """New infections by week, those infected at the start left out."""
    measures = []
    if scenario["reduced_from"] is not None:
        measures = [
            cv.change_beta(
                days=scenario["reduced_from"], changes=scenario["kept"], layers=scenario["reduced_layers"]
            )
        ]
    sim = simulated(
        run, residents=wish["residents"], seeds=wish["seeds"], days=wish["days"] - 1, measures=measures
    )
    by_day = np.zeros(wish["days"], int)
    for e in sim.people.infection_log:
        if e["source"] is not None:
            by_day[int(e["date"])] += 1
    return by_day.reshape(-1, 7).sum(axis=1).tolist()


r0, mean, sd = measured()
answer = {
    name: {
        "version": cv.__version__, "r0": r0, "generation_mean_days": mean, "generation_sd_days": sd,
        "weekly": [weekly(1 + run, scenario) for run in range(wish["runs"])],
    }
    for name, scenario in wish["scenarios"].items()
}  # fmt: skip
sys.stdout.write("\n" + json.dumps(answer) + "\n")
