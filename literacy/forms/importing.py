"""The file that a coordinator sends, and the words for everything that may be wrong with it or in it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from literacy.actions.importing import MOST_BYTES, TOO_LARGE
from literacy.checking import CHOICES, HEADERS


class UploadForm(forms.Form):
    """One spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("XLSX or CSV, at most 25 MB and 100,000 people."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def clean_file(self):
        """Refuse a file by its size before any of it is read."""
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return self.cleaned_data["file"]


BROKEN = {
    "empty": gettext_lazy("The file is empty. Choose the file that holds the list."),
    "no_rows": gettext_lazy("The file has headings but no people. Write one person in each row."),
    "too_many_rows": gettext_lazy("The file has more than %(most)s rows. Part it into several files."),
    "too_many_columns": gettext_lazy("The file has more than %(most)s columns. Take away those that are not needed."),
    "broken_line": gettext_lazy("Line %(line)s cannot be read: a quotation mark is open. Save the file anew as XLSX."),
    "broken_encoding": gettext_lazy("The letters in this file cannot be read. Save it anew as XLSX."),
    "not_a_spreadsheet": gettext_lazy("This is no spreadsheet that we can read. Save it as XLSX or CSV and try again."),
    "too_large_unpacked": gettext_lazy("This file unpacks to far more than it should. Copy the list into a new file."),
    "has_password": gettext_lazy("This workbook opens only with a password. Save it without one and send it again."),
    "old_workbook": gettext_lazy("This workbook is in an old format (XLS). Save it as XLSX and send it again."),
    "has_macros": gettext_lazy("This workbook holds programs (macros). Save it as a plain XLSX."),
    "missing_columns": gettext_lazy("These columns are missing: %(columns)s. Take the headings from the template."),
}
PROBLEMS = {
    "missing": gettext_lazy("This is empty, but needed."),
    "too_long": gettext_lazy("This is too long."),
    "no_name": gettext_lazy("A name has letters and no digits."),
    "no_date": gettext_lazy("“%(text)s” is no date. Write day, month, year: 27/3/1986."),
    "impossible_age": gettext_lazy("This makes the person %(age)s years old. Look at the year."),
    "unknown_choice": gettext_lazy("“%(text)s” is none of the words that the template offers."),
    "gewog_unknown": gettext_lazy("There is no gewog “%(text)s”. Nearest: %(near)s."),
    "gewog_ambiguous": gettext_lazy("Several gewogs are called “%(text)s”: %(near)s. Write the dzongkhag too."),
    "gewog_elsewhere": gettext_lazy("“%(text)s” lies in another dzongkhag: %(near)s."),
    "dzongkhag_unknown": gettext_lazy("There is no such dzongkhag. For “%(text)s” we know: %(near)s."),
    "no_identity_number": gettext_lazy("An identity number has eleven digits."),
    "no_phone": gettext_lazy("“%(text)s” is no mobile number of Bhutan: eight digits, beginning with 16, 17 or 77."),
    "no_number": gettext_lazy("“%(text)s” is no number."),
    "child_cannot_consent": gettext_lazy("Under 18 a guardian or the school must agree."),
    "twice_in_file": gettext_lazy("This identity number stands in the file twice."),
    "same_name_and_birth": gettext_lazy("The same name and birth date stand in the file twice. Are they two people?"),
    "same_name_enrolled": gettext_lazy("This name and birth date are in the class already. Are they two people?"),
    "other_name": gettext_lazy("The person with this identity number has another name or birth date here. Is it them?"),
    "number_claimed": gettext_lazy("Somebody else in the class gave this identity number. Look at the card."),
    "roll_taken": gettext_lazy("Somebody else has this roll number. If you confirm, the next free one is given."),
    "phone_taken": gettext_lazy("Somebody else has this phone. If you confirm, it is left out."),
}


def broken_words(problem):
    """One sentence for a file that could not be read."""
    details = {name: ", ".join(v) if isinstance(v, list) else v for name, v in problem["details"].items()}
    return str(BROKEN[problem["code"]]) % details


def problem_words(problem):
    """One sentence for one problem of a row, the column first."""
    details = {name: ", ".join(v) if isinstance(v, list) else v for name, v in problem["details"].items()}
    if not details.get("near", True):
        details["near"] = _("none")
    words = f"{_(HEADERS[problem['column']][0])}: {str(PROBLEMS[problem['code']]) % details}"
    if problem["code"] != "unknown_choice":
        return words
    # these stand in the file as they are, in either language
    return f"{words} {_('Write one of these: %(words)s.') % {'words': ', '.join(CHOICES[problem['column']])}}"
