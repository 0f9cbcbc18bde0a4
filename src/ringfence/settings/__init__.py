"""Django's settings. `base` runs the product; `test` changes what tests need."""
