"""Strategy 3, safety and security of citizens: reporting, helping and following up.

This strand has its place in the house; its pages are not open yet.
"""
