"""Pure rules of orders: plan, approve, release, move, migrate; and the isolation of cases.

Use them as `from ringfence.measures.orders import rules` and `rules.plan_measures(...)`.
"""

from .appeal import may_decide_appeal
from .approve import Draft, latest_day_of, may_approve, not_stricter_than
from .breaker import Cause, Rate, Tripped, may_review, most_in_an_hour, tripped
from .ground import Ground, Regrounded, without_case
from .isolation import (
    CaseState,
    DischargeTest,
    is_clear,
    is_positive_again,
    may_discharge,
    plan_after_discharge,
    sentences_after_discharge,
)
from .migrate import Affected, Change, Migration, Running, migrate, milder_of_both
from .move import MovedEnd, NewExposure, move_end
from .nine_donts import (
    may_close_premises,
    may_limit_movement,
    may_refuse_care,
    may_restrict_for_origin,
    may_set_up_checkpoint,
)
from .plan import (
    QUARANTINE,
    STRICTNESS,
    Plan,
    PlannedStage,
    as_drafted,
    plan_measures,
    plan_stages,
    release_instant,
    stages_for,
    tests_until,
)
from .release import EnvironmentRecord, TestRecord, may_release, open_tests, release_date, shorter_end
from .secondary import early_release_of_secondary

__all__ = [
    "QUARANTINE",
    "STRICTNESS",
    "Affected",
    "CaseState",
    "Change",
    "DischargeTest",
    "Ground",
    "Regrounded",
    "without_case",
    "Draft",
    "EnvironmentRecord",
    "Migration",
    "MovedEnd",
    "NewExposure",
    "Plan",
    "PlannedStage",
    "Running",
    "TestRecord",
    "as_drafted",
    "early_release_of_secondary",
    "is_clear",
    "latest_day_of",
    "may_approve",
    "may_close_premises",
    "may_decide_appeal",
    "is_positive_again",
    "sentences_after_discharge",
    "may_discharge",
    "Cause",
    "Rate",
    "Tripped",
    "may_review",
    "most_in_an_hour",
    "tripped",
    "may_limit_movement",
    "may_refuse_care",
    "may_release",
    "may_restrict_for_origin",
    "may_set_up_checkpoint",
    "migrate",
    "milder_of_both",
    "move_end",
    "not_stricter_than",
    "open_tests",
    "plan_after_discharge",
    "plan_measures",
    "plan_stages",
    "release_date",
    "release_instant",
    "shorter_end",
    "stages_for",
    "tests_until",
]
