"""What reports of devices keep of a person: when a door opened, and what was said on the telephone. All of it goes."""

from ringfence.ground.retention.holdings import Holding, Rows

from .models import Call, Report, Watch

HOLDS: tuple[Holding, ...] = (
    Rows(model=Call, person="report__watch__stay__person"),
    Rows(model=Report, person="watch__stay__person"),
    Rows(model=Watch, person="stay__person"),
)
