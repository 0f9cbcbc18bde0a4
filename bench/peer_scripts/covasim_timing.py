"""Runs in Covasim's own environment: CPU seconds of one run of 60 days. Arguments: contained or full, residents."""

import json
import resource
import sys
import time

import covasim as cv

scenario, size = sys.argv[1], int(sys.argv[2])
pars = {
    "pop_size": size, "pop_type": "hybrid", "n_days": 60, "verbose": 0, "rand_seed": 1, "pop_infected": size // 1000,
}  # fmt: skip
if scenario == "contained":
    pars["pop_infected"] = 10
    pars["interventions"] = [
        cv.change_beta(days=0, changes=0.6),
        cv.test_prob(symp_prob=0.5, symp_quar_prob=0.9, asymp_quar_prob=0.3, test_delay=1),
        cv.contact_tracing(
            trace_probs={"h": 1, "s": 0.8, "w": 0.8, "c": 0.3}, trace_time={"h": 0, "s": 1, "w": 1, "c": 2}
        ),
    ]
start = time.process_time()
sim = cv.Sim(pars)
sim.initialize()
ready = time.process_time()
sim.run()
done = time.process_time()
answer = {
    "version": cv.__version__, "init": ready - start, "run": done - ready,
    "infections": float(sim.results["cum_infections"][-1]), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}  # fmt: skip
sys.stdout.write("\n" + json.dumps(answer) + "\n")
