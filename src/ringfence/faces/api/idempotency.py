"""Writes told twice with the same `Idempotency-Key` happen once and get the same answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from ringfence.faces import wording
from ringfence.kernel import reason

from . import problems
from .models import GivenAnswer

View = Callable[..., HttpResponse]

OTHER_REQUEST = reason("This idempotency key was used for another request. Use a fresh key.")
TOO_LONG = reason("An idempotency key has at most 100 characters.")


def idempotent(view: View) -> View:
    """A middleware-like wrapper for one operation's view: key, hash of the request, answer, in one transaction.

    A second call with the same key waits for the first (the unique row is locked) and gets its answer. Refusals
    (4xx) are not kept: what was wrong can be corrected and sent again with the same key.
    """

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method in ("GET", "HEAD", "OPTIONS"):
            return view(request, *args, **kwargs)
        if len(key) > 100:
            return problems.answer(422, wording.say(TOO_LONG))
        return _once(request, key, lambda: view(request, *args, **kwargs))

    return once


def _once(request: HttpRequest, key: str, call: Callable[[], HttpResponse]) -> HttpResponse:
    told = sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    with transaction.atomic():
        GivenAnswer.objects.bulk_create(
            [
                GivenAnswer(
                    user_id=request.user.pk, key=key, request_hash=told, created_at=request.received_at
                )
            ],  # type: ignore[attr-defined,misc]
            ignore_conflicts=True,
        )
        given = GivenAnswer.objects.select_for_update().get(user_id=request.user.pk, key=key)  # type: ignore[misc]
        if given.request_hash != told:
            return problems.answer(409, wording.say(OTHER_REQUEST))
        if given.status:
            return JsonResponse(
                given.body, status=given.status, safe=False, headers={"Idempotent-Replay": "true"}
            )
        answer = call()
        if answer.status_code >= 400:
            given.delete()
            return answer
        given.status, given.body = answer.status_code, json.loads(answer.content or b"null")
        given.save(update_fields=["status", "body"])
        return answer
