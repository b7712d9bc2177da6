"""Clean input of the literacy strand."""
