"""Runs in Starsim's own environment: CPU seconds of one run of 60 days. Arguments: contained or full, residents.

SIR on four random networks with the mean contacts of Covasim's hybrid population, without courses of disease, tests or
tracing; "contained" is a low transmission. So it bounds from below what the planning question would cost there.
"""

import json
import resource
import sys
import time

import starsim as ss

scenario, size = sys.argv[1], int(sys.argv[2])
contacts, seeds, beta = (2, 4, 8, 20), size // 1000, 0.012
if scenario == "contained":
    seeds, beta = 10, 0.0025
networks = [ss.RandomNet(name=f"layer{n}", n_contacts=count, dur=0) for n, count in enumerate(contacts)]
disease = ss.SIR(
    beta={f"layer{n}": ss.perday(beta) for n in range(len(contacts))}, init_prev=ss.bernoulli(p=seeds / size),
    dur_inf=ss.constant(ss.days(8)), p_death=ss.bernoulli(p=0.0),
)  # fmt: skip
start = time.process_time()
sim = ss.Sim(
    n_agents=size,
    diseases=disease,
    networks=networks,
    start=0,
    stop=60,
    dt=ss.days(1),
    verbose=0,
    rand_seed=1,
)
sim.init()
ready = time.process_time()
sim.run()
done = time.process_time()
answer = {
    "version": ss.__version__, "init": ready - start, "run": done - ready,
    "infections": float(sim.results.sir.cum_infections[-1]), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}  # fmt: skip
sys.stdout.write("\n" + json.dumps(answer) + "\n")
