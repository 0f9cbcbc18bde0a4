from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "ringfence.registry.identities"
    label = "identities"

    def ready(self) -> None:
        """The vault keeps the keys of what people typed into the record, which lies on a floor below it."""
        from ringfence.ground.audit import words

        from .record import KeysOfTheRecord

        words.kept_in(KeysOfTheRecord())
