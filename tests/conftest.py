"""The suite's own PostgreSQL, and the guards that every test runs under: docs/testing.md says why."""

pytest_plugins = ["tests.database", "tests.hypothesis_profiles", "tests.canaries", "tests.guards"]
