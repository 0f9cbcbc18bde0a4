"""The tables of orders: the only way in which a person is restricted."""

from .appeal import Appeal
from .hold import Hold
from .order import LaterExposure, Notice, Order, Stage

__all__ = ["Appeal", "Hold", "LaterExposure", "Notice", "Order", "Stage"]
