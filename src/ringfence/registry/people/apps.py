from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ringfence.registry.people"
    label = "people"
