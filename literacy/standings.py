"""Ages and bands: pure arithmetic for counting."""

BANDS = ((18, "under_18"), (35, "18_34"), (60, "35_59"))


def age_band(age: int | None) -> str:
    """The band of an age in whole years; "unknown" for None."""
    if age is None:
        return "unknown"
    return next((band for limit, band in BANDS if age < limit), "60_up")
