"""What follows from examinations."""
