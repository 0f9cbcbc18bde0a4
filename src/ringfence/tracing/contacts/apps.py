from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "ringfence.tracing.contacts"
    label = "contacts"
