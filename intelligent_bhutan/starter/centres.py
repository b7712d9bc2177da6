"""The demonstration's centres: one for each class, and a few more, so that lists look as they will. Pure.

None of them exists. The positions are those of the gewogs, roughly; the telephone number is the portal's own example.
"""

from dataclasses import dataclass, field
from datetime import time

EXAMPLE_PHONE = "+97517123456"
MORNING, AFTERNOON, ALL_DAY = (time(9), time(12)), (time(13), time(17)), (time(8, 30), time(18))
OFFICE = {day: [MORNING, AFTERNOON] for day in range(5)}
LONG = {day: [ALL_DAY] for day in range(6)}
MARKET = {5: [(time(10), time(16))], 6: [(time(10), time(14))]}


@dataclass(frozen=True)
class Place:
    """One centre as an officer would describe it."""

    gewog: tuple[str, str]  # dzongkhag, gewog
    position: tuple[float, float]
    address: str
    address_dz: str
    languages: tuple[str, ...]
    devices: int
    seats: int = 60
    link: str = "good"
    step_free: str = "yes"
    admission: str = "public"
    week: dict = field(default_factory=lambda: OFFICE)

    @property
    def name(self):
        """What it is called."""
        return f"Demonstration Centre, {self.gewog[1]}"

    def facts(self):
        """What the action takes, apart from who keeps it and where."""
        latitude, longitude = self.position
        return {
            "name": self.name,
            "address_en": self.address,
            "address_dz": self.address_dz,
            "latitude": latitude,
            "longitude": longitude,
            "seats": self.seats,
            "devices": self.devices,
            "link": self.link,
            "step_free": self.step_free,
            "languages": list(self.languages),
            "admission": self.admission,
            "phone": EXAMPLE_PHONE,
            "closed_days_en": "Closed on public holidays.",
            "closed_days_dz": "གཞུང་གི་ངལ་གསོ་ཚུ་ནང་ ཁ་བསྡམས།",
            "week": self.week,
        }


OFFICE_DOOR, OFFICE_DOOR_DZ = "Ground floor of the gewog office", "རྒེད་འོག་ཡིག་ཚང་གི་ འོག་ཐོག"
SCHOOL_DOOR, SCHOOL_DOOR_DZ = "Computer room of the school", "སློབ་གྲྭའི་ གློག་རིག་ཁང་།"
PLACES = (
    Place(("Trongsa", "Nubi"), (27.55, 90.52), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz", "en"), 30),
    Place(("Punakha", "Guma"), (27.60, 89.85), SCHOOL_DOOR, SCHOOL_DOOR_DZ, ("dz", "en"), 40, week=LONG),
    Place(("Lhuentse", "Khoma"), (27.68, 91.22), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz", "tsj"), 24, link="weak"),
    Place(("Thimphu", "Chang"), (27.44, 89.65), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz", "ne", "en"), 60, week=LONG),
    Place(("Trashigang", "Kanglung"), (27.28, 91.52), SCHOOL_DOOR, SCHOOL_DOOR_DZ, ("tsj", "dz", "en"), 35, seats=40),
    Place(("Bumthang", "Chhoekhor"), (27.59, 90.74), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz",), 12, 20, step_free="partly"),
    Place(("Paro", "Wangchang"), (27.43, 89.42), SCHOOL_DOOR, SCHOOL_DOOR_DZ, ("dz", "en"), 25, 30),
    Place(("Haa", "Uesu"), (27.37, 89.29), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz",), 10, 15, "weak", "no"),
    Place(("Samtse", "Samtse"), (26.90, 89.10), SCHOOL_DOOR, SCHOOL_DOOR_DZ, ("ne", "dz", "en"), 30, 30),
    Place(("Gasa", "Khamaed"), (27.86, 89.74), OFFICE_DOOR, OFFICE_DOOR_DZ, ("dz",), 6, 8, "none", "no", "arrangement",
          week={}),
    Place(("Trashi Yangtse", "Khamdang"), (27.55, 91.53), OFFICE_DOOR, OFFICE_DOOR_DZ, ("tsj", "dz"), 12, 16, "weak",
          week=MARKET),
)  # fmt: skip
