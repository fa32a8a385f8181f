"""A county that does not exist on real schools: people to sign in as, and a caseload of invented children."""
