"""Reading and enrolling cohorts from files."""
