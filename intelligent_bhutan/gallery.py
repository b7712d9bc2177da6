"""What the component gallery fills its components with, in both languages. The Dzongkha is a draft."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import get_language

from intelligent_bhutan.drawings import line_chart, tile_map
from intelligent_bhutan.form_fields import DatePartsField
from intelligent_bhutan.form_rendering import Option

SHARES = (24, 25, 22, 49, 56, 45, 34, 36, 45, 31, 27, 40, 42, 24, 34, 17, 22, 27, 29, None)

COURSE_ICONS = ("landmark", "wallet", "video", "message-circle", "lock")
COURSE_COLOURS = ("", "pine", "blue", "khemar", "red")
PICTURES = {
    "yak": "གཡག",
    "dzong": "རྫོང་",
    "chilli": "ཨེ་མ་",
    "flag": "དར་",
    "lamp": "མར་མེ་",
    "cypress": "ཙན་དན་",
    "mountain": "གངས་རི་",
    "river": "གཙང་ཆུ་",
    "target": "འབེན་",
    "poppy": "མེ་ཏོག་",
    "maize": "གེ་ཟ་",
    "moon": "ཟླཝ་",
}


def say(english, dzongkha):
    """The text in the page's language."""
    return dzongkha if get_language() == "dz" else english


def samples():
    """The gallery's context: one entry for each component that takes more than words."""
    return {
        "form": sample_form()(),
        "refused": sample_form()({"happened_0": "31", "happened_1": "2", "happened_2": "1991"}),
        "options": options(),
        "page": Paginator(range(120), 10).page(4),
        "chart": chart(),
        "tiles": tiles(),
        "legend": [say("under 20", "༢༠ མན་ཆད།"), "20–29", "30–39", "40–49", say("50 and over", "༥༠ ཡན་ཆད།")],
        "rows": rows(),
        "kpis": kpis(),
        "facts": [(what, number) for what, number, _, _ in kpis()],
        "pace": [(say("A month now", "ད་ལྟོ་ ཟླ་རེ།"), "5,900"), (say("Needed from today", "ད་རིས་ལས་ དགོཔ།"), "6,700")],
        "bars": bars(),
        "tabs": [(words, "?", number == 0) for number, words in enumerate(tab_words())],
        "steps": [say("Template", "དཔེ་ཤོག"), say("Upload", "སྐྱེལ་བཙུགས།"), say("Check", "ཞིབ་དཔྱད།")],
        "trail": [(say("Learn", "ལྷབ་སྦྱང་།"), "#")],
        "voices": [("dz", say("Dzongkha", "རྫོང་ཁ")), ("tsj", "Tshangla"), ("en", "English")],
        "pictures": pictures(),
        "showed": showed(),
        "untranslated": SimpleNamespace(title_en="Paying by phone", title_dz=""),
        "courses": list(zip(showed(), COURSE_ICONS, COURSE_COLOURS, strict=True)),
    }


def options():
    """Choices with and without a hint."""
    return [
        ("card", Option(say("Identity card", "ངོ་སྤྲོད་ལག་ཁྱེར།"), say("Face and name agree.", "གདོང་དང་མིང་ མཐུན།"))),
        ("witness", Option(say("Two witnesses", "དཔང་པོ་གཉིས།"))),
    ]


def sample_form():
    """A form with one control of each kind."""

    class Sample(forms.Form):
        name = forms.CharField(
            label=say("Full name", "མིང་ཡོངས་རྫོགས།"), help_text=say("As on the card.", "ལག་ཁྱེར་ནང་ཡོདཔ་བཟུམ།")
        )
        happened = DatePartsField(label=say("Date of birth", "སྐྱེས་ཚེས།"))
        known_by = forms.ChoiceField(
            label=say("How do you know this person?", "མི་འདི་ ག་དེ་སྦེ་ ངོ་ཤེས་ཡི?"),
            choices=options(),
            widget=forms.RadioSelect,
        )
        gewog = forms.ChoiceField(label=say("Gewog", "རྒེད་འོག"), choices=[("khoma", "Khoma"), ("metsho", "Metsho")])
        remarks = forms.CharField(label=say("Remarks", "བསམ་འཆར།"), widget=forms.Textarea, required=False)
        sheet = forms.FileField(label=say("Spreadsheet", "ཡིག་སྣོད།"), required=False)
        agreed = forms.BooleanField(label=say("I have seen the card.", "ང་གིས་ ལག་ཁྱེར་མཐོང་ཡི།"))

    return Sample


def chart():
    """Actual, target, forecast."""
    return line_chart.draw(
        [
            line_chart.Series("target", say("Target", "དམིགས་དོན།"), [(2024, 0), (2026, 190), (2030, 400)], "400k"),
            line_chart.Series("forecast", say("At this pace", "ད་ལྟོའི་མགྱོགས་ཚད།"), [(2026.9, 152), (2030, 371)], "371k"),
            line_chart.Series("actual", say("Until now", "ད་ཚུན་།"), [(2024, 12), (2025, 60), (2026.9, 152)], "152k"),
        ],
        across=[(year, str(year)) for year in range(2025, 2030)],
        up=[(thousand, f"{thousand}k") for thousand in (0, 100, 200, 300, 400)],
    )


def tiles():
    """All dzongkhags, one of them without a number."""
    figures = {
        code: tile_map.Figure(letters, share, "–" if share is None else f"{share}%", "?" if number % 2 else "")
        for number, ((code, (_, _, letters)), share) in enumerate(zip(tile_map.PLACES.items(), SHARES, strict=True))
    }
    return tile_map.draw(figures, thresholds=(20, 30, 40, 50), chosen="BT-34")


def rows():
    """Question, answer, where to change it."""
    return [
        (say("Name", "མིང་།"), "Pema Lhaden", "#"),
        (say("Phone", "བརྒྱུད་འཕྲིན།"), "", "#"),
        (say("Class code", "སློབ་ཁང་ཨང་རྟགས།"), "KHO 4T7", ""),
    ]


def kpis():
    """Number, remark, colour."""
    return [
        (say("Rows in the file", "གྲལ་ཐིག"), 182, "", ""),
        (say("Ready to enrol", "གྲ་སྒྲིག་ཡོདཔ།"), 171, say("up 4%", "༤% ཡར།"), "hi"),
        (say("Already enrolled", "བཙུགས་ཚརཝ།"), 4, "", ""),
        (say("To fix", "བཅོ་དགོཔ།"), 7, "", "lo"),
    ]


def bars():
    """Label, value, words."""
    return [
        (say("13 to 17", "༡༣ ལས་ ༡༧"), 41, "41%"),
        (say("18 to 34", "༡༨ ལས་ ༣༤"), 36, "36%"),
        (say("60 and over", "༦༠ ཡན་ཆད།"), 9, "9%"),
    ]


def tab_words():
    """The first is the one shown."""
    return say("All 14", "ཆ་མཉམ་ ༡༤"), say("To check 4", "ཞིབ་དཔྱད་ ༤"), say("Incidents 1", "བྱུང་རྐྱེན་ ༡")


def pictures():
    """The twelve pictures of a PIN with their words."""
    return [(name, say(name.title(), dzongkha)) for name, dzongkha in PICTURES.items()]


def showed():
    """What the holder of a certificate showed."""
    english = ["Public services", "Banking and payments", "Video calls", "Social media", "Online safety"]
    dzongkha = ["མི་མང་ཞབས་ཏོག", "དངུལ་ཁང་དང་དངུལ་སྤྲོད།", "བརྙན་འཕྲིན།", "མི་སྡེ་བརྡ་བརྒྱུད།", "གློག་ཐོག་ཉེན་སྲུང་།"]
    return say(english, dzongkha)
