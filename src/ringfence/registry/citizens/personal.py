"""What the entry codes keep: a code and its visits lead to a person and to nothing else."""

from ringfence.ground.retention.holdings import Holding, Rows

from .models import Code

HOLDS: tuple[Holding, ...] = (Rows(model=Code, person="person"),)
