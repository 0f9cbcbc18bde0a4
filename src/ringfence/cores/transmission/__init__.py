"""The outbreak simulator: a city of real size, infections as events, a response with its limits."""

from .city import City, city_of_villages, demo_city, read_city
from .ensemble import Ensemble
from .fitting import Effort, Fit, fit
from .interventions import ContactTracing, Hospital, Laboratory, Quarantine, SymptomaticTesting
from .linelist import Listed, listed
from .meetings import Meetings, evenly_mixed, households_only
from .pathogens import Distribution, Pathogen, Vaccine, pathogen
from .plans import Comparison, compare, measures
from .plots import Plot
from .prior import Prior
from .restrictions import AreaClosure, Arrivals, Distancing, Masks, MassTesting
from .sim import Change, Replicates, Seeds, Sim
from .story import Story
from .tables import Table
from .tree import Tree

__all__ = [
    "Effort",
    "listed",
    "fit",
    "Replicates",
    "Plot",
    "Prior",
    "Table",
    "Tree",
    "Listed",
    "Fit",
    "Change",
    "AreaClosure",
    "Arrivals",
    "City",
    "Comparison",
    "ContactTracing",
    "Distancing",
    "Distribution",
    "Ensemble",
    "Hospital",
    "Laboratory",
    "Masks",
    "MassTesting",
    "Meetings",
    "Pathogen",
    "Quarantine",
    "Seeds",
    "Sim",
    "Story",
    "SymptomaticTesting",
    "Vaccine",
    "city_of_villages",
    "compare",
    "demo_city",
    "evenly_mixed",
    "households_only",
    "measures",
    "pathogen",
    "read_city",
]
