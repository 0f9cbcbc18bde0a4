"""What the movement search keeps of a person: the number under which the store knows them. Leads have days of their own."""

from ringfence.ground.retention.holdings import Holding, Rows

from .models import Pseudonym

HOLDS: tuple[Holding, ...] = (Rows(model=Pseudonym, person="person"),)
