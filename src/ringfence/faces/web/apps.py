from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ringfence.faces.web"
    label = "web"

    def ready(self) -> None:
        """Signing in and out is on record from the first request on."""
        from ringfence.faces import sign_ins  # noqa: F401  it listens
