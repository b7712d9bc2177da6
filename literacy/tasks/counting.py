"""Folding and recounting the standings."""
