"""The keys of the identity vault: one a person, wrapped; destroyed when the person is forgotten."""
