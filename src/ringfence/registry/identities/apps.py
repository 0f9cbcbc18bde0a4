from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "ringfence.registry.identities"
    label = "identities"
