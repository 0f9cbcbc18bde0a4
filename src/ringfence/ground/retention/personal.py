"""What legal holds keep of a person: why somebody's data were held, and why that ended. On whose paper, by whom and until when stays."""

from __future__ import annotations

from django.db.models import Q

from .holdings import Holding, OfTheResponse, Words
from .models import LegalHold

SAID = ("why", "lifted_why")
HOLDS: tuple[Holding, ...] = (Words(model=LegalHold, person="person_id", columns=SAID),)
OF_THE_RESPONSE = (OfTheResponse(model=LegalHold, columns=SAID, only=Q(person_id=None)),)
