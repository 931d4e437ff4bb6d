"""The tests, one package, so that they share `tests.fakes`."""
