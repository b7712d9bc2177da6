"""The targets of the National Digital Strategy, and how far the country is: readings, releases, dashboards.

Part of the portal tier: it asks each strand's `indicators.py`. Start reading at `models.py`.
"""
