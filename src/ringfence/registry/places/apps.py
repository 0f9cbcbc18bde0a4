from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "ringfence.registry.places"
    label = "places"
