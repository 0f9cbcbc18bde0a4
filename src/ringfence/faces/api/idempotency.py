"""Writes told twice with the same `Idempotency-Key` happen once and get the same answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from ringfence.faces import wording
from ringfence.kernel import reason

from . import problems
from .models import GivenAnswer

Run = Callable[..., HttpResponse]

KEPT = timedelta(
    days=1
)  # house decision: whoever repeats a call does so within a shift; a day is on the safe side
LONGEST_KEY = 100
OTHER_REQUEST = reason("This idempotency key was used for another request. Use a fresh key.")
WRONG_KEY = reason("An idempotency key has 1 to 100 printable characters.")


def idempotent(run: Run) -> Run:
    """Around an operation of the interface: who calls is asked first, then the key, then the operation itself.

    A second call with the same key waits for the first (the unique row is locked) and gets its answer. Refusals
    (4xx) are not kept: what was wrong can be corrected and sent again with the same key.
    """
    operation = run.__self__  # type: ignore[attr-defined]

    @wraps(run)
    def once(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return run(request, *args, **kwargs)
        unknown_caller: HttpResponse | None = operation._run_checks(request)
        if unknown_caller is not None:
            return unknown_caller
        if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
            return problems.answer(422, wording.say(WRONG_KEY), {"Idempotency-Key": [wording.say(WRONG_KEY)]})
        return _once(request, key, lambda: run(request, *args, **kwargs))

    return once


def forget_old_answers(*, now: datetime) -> int:
    """Keys are remembered for a day; returns how many were forgotten."""
    return GivenAnswer.objects.filter(created_at__lt=now - KEPT).delete()[0]


def _once(request: Any, key: str, call: Callable[[], HttpResponse]) -> HttpResponse:
    told = _told(request)
    with transaction.atomic():
        mine = GivenAnswer(
            user_id=request.user.pk, key=key, request_hash=told, created_at=request.received_at
        )
        GivenAnswer.objects.bulk_create([mine], ignore_conflicts=True)
        given = GivenAnswer.objects.select_for_update().get(user_id=request.user.pk, key=key)
        if given.request_hash != told:
            return problems.answer(409, wording.say(OTHER_REQUEST))
        if given.status:
            again = {"Idempotent-Replay": "true"}
            return JsonResponse(given.body, status=given.status, safe=False, headers=again)
        answer = call()
        if answer.status_code >= 400:
            transaction.set_rollback(True)  # nothing of a refused call stays, not even its key
            return answer
        given.status, given.body = answer.status_code, json.loads(answer.content or b"null")
        given.save(update_fields=["status", "body"])
        return answer


def _told(request: HttpRequest) -> str:
    """What was asked, as one number: the same call has the same one."""
    asked = sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        asked.update(request.body)
        return asked.hexdigest()
    for name, value in sorted(request.POST.items()):
        asked.update(f"{name}={value}\n".encode())
    files: dict[str, Any] = request.FILES.dict()
    for name, file in sorted(files.items()):
        asked.update(f"{name}={file.name}\n".encode())
        for piece in file.chunks():
            asked.update(piece)
        file.seek(0)
    return asked.hexdigest()
