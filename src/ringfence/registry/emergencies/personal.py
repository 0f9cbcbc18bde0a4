"""What openings in emergencies keep of a person: the sentence in which somebody said why they had to be read."""

from ringfence.ground.retention.holdings import Holding, Words

from .models import Opening

HOLDS: tuple[Holding, ...] = (Words(model=Opening, person="person_id", columns=("why",)),)
