"""Who may do what in the literacy strand, composed of the roles in `people/rules.py`."""
