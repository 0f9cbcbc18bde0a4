"""Appeals: what a restricted person says against an order."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from ringfence.kernel import new_id

from .order import Order


class Appeal(models.Model):
    """What a restricted person says against an order; answered within 24 hours or the order lapses."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField()
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, upheld=None) | (Q(decided_at__isnull=False, upheld__isnull=False) & ~Q(answer="")),
                name="a_decided_appeal_has_an_answer",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(decided_at=None), name="one_appeal_is_open_at_a_time"
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="who_signed_an_order_decides_no_appeal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("decided_by_id", "order_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__decided_by_id__isnull=False),
                func="""
                    IF EXISTS (SELECT 1 FROM orders_order WHERE id = NEW.order_id
                               AND NEW.decided_by_id IN (drafted_by_id, approved_by_id)) THEN
                        RAISE EXCEPTION 'Who signed an order decides no appeal against it.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_signed_an_order_decides_no_appeal';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"appeal against {self.order_id}"
