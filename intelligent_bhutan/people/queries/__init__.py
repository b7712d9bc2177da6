"""Reads over people, their organisations and roles."""
