"""The command e5, on an installation of the test's."""
