"""How regularly somebody comes to class. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """How often somebody was here, late, not here and excused, among the sessions that it was written down for."""

    present: int = 0
    late: int = 0
    absent: int = 0
    excused: int = 0

    @property
    def came(self) -> int:
        """Sessions that they came to, late or not."""
        return self.present + self.late

    @property
    def counted(self) -> int:
        """Sessions that count: whoever was excused is neither praised nor blamed for it."""
        return self.came + self.absent

    @property
    def percent(self) -> int | None:
        """Of those that count, how many they came to, as whole percent; None where none counts.

        Rounded down, so that 100 means every one.
        """
        return self.came * 100 // self.counted if self.counted else None
