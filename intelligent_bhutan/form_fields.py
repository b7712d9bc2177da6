"""Form fields that several apps ask with."""

from datetime import date

from django.core.exceptions import ValidationError
from django.forms import DateField, Widget
from django.utils.translation import gettext_lazy as _

from intelligent_bhutan.dzongkha import to_ascii_digits

PARTS = 3
EARLIEST_YEAR = 1900


class DateParts(Widget):
    """Day, month and year as three short answers, instead of a calendar to walk through."""

    template_name = "forms/date_parts_widget.html"
    use_fieldset = True

    def get_context(self, name, value, attrs):
        """As any widget's, and the three parts as they were written."""
        context = super().get_context(name, value, attrs)
        if isinstance(value, date):
            value = [value.day, value.month, value.year]
        day, month, year = value or [""] * PARTS
        bad = context["widget"]["attrs"].get("aria-invalid")
        return context | {"day": day, "month": month, "year": year, "bad": bad}

    def format_value(self, value):
        """Parts are written by the template."""
        return None

    def value_from_datadict(self, data, files, name):
        """The parts as a list; blanks for those not sent."""
        return [data.get(f"{name}_{part}", "") for part in range(PARTS)]

    def value_omitted_from_data(self, data, files, name):
        """Whether no part was sent at all."""
        return all(f"{name}_{part}" not in data for part in range(PARTS))

    def id_for_label(self, id_):
        """None: the question is a legend."""
        return ""


class DatePartsField(DateField):
    """A date asked for in three parts; Tibetan digits are as good as any. Cleans to a date, or to None for blanks."""

    widget = DateParts
    default_error_messages = {
        "invalid": _("This is no date in the calendar. Write day, month and year in numbers, such as 27 3 1986."),
    }

    def to_python(self, value):
        """The date that the parts say. Raises ValidationError for what is no date, or one before 1900."""
        if not isinstance(value, list):
            return super().to_python(value)
        parts = [to_ascii_digits(part).strip(" ་") for part in value]
        if not any(parts):
            return None
        try:
            day, month, year = map(int, parts)
            if year < EARLIEST_YEAR:
                raise ValueError(year)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
