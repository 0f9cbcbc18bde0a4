"""What is measured of the whole product and kept beside the tests: `make baseline` renews it, a test compares."""
