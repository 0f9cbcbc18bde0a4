from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "ringfence.measures.orders"
    label = "orders"
