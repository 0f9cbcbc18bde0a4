"""Django's PostgreSQL backend, which tells each connection who acts before it is used."""
