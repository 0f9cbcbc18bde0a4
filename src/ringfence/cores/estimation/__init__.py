"""How fast it spreads and how fast we are: reproduction numbers, offspring, serial intervals, delays.

Numbers in, frozen dataclasses with `as_json()` out; no database and no clock. docs/reference/estimation.md.
"""

from .cori import Posterior, Prior, Windows, infection_pressure, posterior, rolling
from .delays import Delay, Span, by_group, summarise
from .intervals import ORIGINAL_STRAIN, SerialInterval, from_mean_sd, non_parametric
from .line_list import Basis, Counted, LineListRow, count_cases, read_line_list
from .offspring import Offspring, offspring_counts, offspring_distribution
from .reproduction import QUANTILES, Criteria, Curve, WindowEstimate, reproduction_numbers
from .serial import OnsetPair, SeenIntervals, seen_intervals
from .summary import Estimate, Step, delay_steps, estimate
from .wallinga_teunis import CohortEstimate, cohort_reproduction

__all__ = [
    "ORIGINAL_STRAIN", "QUANTILES", "Basis", "CohortEstimate", "Counted", "Criteria", "Curve", "Delay", "Estimate",
    "LineListRow", "Offspring", "OnsetPair", "Posterior", "Prior", "SeenIntervals", "SerialInterval", "Span", "Step",
    "WindowEstimate", "Windows", "by_group", "cohort_reproduction", "count_cases", "delay_steps", "estimate",
    "from_mean_sd", "infection_pressure", "non_parametric", "offspring_counts", "offspring_distribution", "posterior",
    "read_line_list", "reproduction_numbers", "rolling", "seen_intervals", "summarise",
]  # fmt: skip
