"""What the movement search keeps of a person: the number under which the store knows them, and words about the case."""

from ringfence.ground.retention.holdings import Holding, Rows, Words

from .models import Lead, Pseudonym, Search, VisitedPlace

HOLDS: tuple[Holding, ...] = (
    Rows(model=Pseudonym, person="person"),
    Words(model=Search, person="case__person", columns=("why", "decided_why")),
    Words(model=Lead, person="search__case__person", columns=("place_name", "decided_why")),
    Words(model=VisitedPlace, person="search__case__person", columns=("place_name",)),
)
