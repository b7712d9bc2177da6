"""The notices of this edition, in both languages. The Dzongkha is a draft that awaits review (ADR 9)."""

from datetime import date

from django.db import migrations

LEARNING = {
    "purpose": "learning",
    "version": "2026-2",
    "in_force_from": date(2026, 11, 1),
    "short_en": "I agree that the portal keeps my name, my date of birth, and what I learn and pass here.",
    "short_dz": "ངེ་གི་མིང་དང་ སྐྱེས་ཚེས་ དེ་ལས་ ནཱ་ལུ་ལྷབ་མི་དང་ ཆོས་རྒྱུགས་མཐར་འཁྱོལ་མི་ཚུ་ བཞག་ནི་ལུ་ ང་ མོས་མཐུན་ཡོད།",
    "text_en": """What we keep: your name, your date of birth, where you are registered, the lessons you do, and the \
examinations you sit. Your identity number is kept locked. It makes sure that nobody is counted twice.

Who sees it: your coordinator and your trainer see how far you are. An invigilator sees your name at an examination. \
Nobody sees your answers. The country sees numbers, never names.

How long: as long as you have an account. You may see everything, take a copy, have mistakes mended, or have it erased. \
Open "My data" on your page, or ask at any centre.

You may stop. If you withdraw, you leave your classes and nothing new is kept. Certificates that you earned stay valid \
until you ask us to erase your data.

Under 18: a parent or guardian agrees for you, and may withdraw for you.""",
    "text_dz": """ང་བཅས་ཀྱིས་བཞགཔ་: ཁྱོད་ཀྱི་མིང་དང་ སྐྱེས་ཚེས་ ཐོ་བཀོད་འབད་སའི་ས་གནས་ ལྷབ་མི་སློབ་ཚན་ དེ་ལས་ བཏང་མི་ཆོས་རྒྱུགས་ཚུ། \
མི་ཁུངས་ངོ་སྤྲོད་ལག་ཁྱེར་ཨང་ སྡོམ་སྟེ་བཞག་ཨིན། མི་ག་ཡང་ ཚར་གཉིས་ མི་རྩི་ནིའི་དོན་ལུ་ཨིན།

ག་གིས་མཐོང་: སློབ་སྟོན་པ་དང་ སློབ་ཁང་འགོ་འཁྲིདཔ་གིས་ ཁྱོད་ ག་ཏེ་ལྷོད་ཡོདཔ་ མཐོངམ་ཨིན། ཆོས་རྒྱུགས་ནང་ ལྟ་རྟོག་པ་གིས་ \
ཁྱོད་ཀྱི་མིང་མཐོངམ་ཨིན། ཁྱོད་ཀྱི་ལན་གསལ་ཚུ་ ག་གིས་ཡང་ མི་མཐོང་། རྒྱལ་ཁབ་ཀྱིས་ ཨང་གྲངས་རྐྱངམ་ཅིག་མཐོང་ མིང་ནམ་ཡང་མི་མཐོང་།

ག་དེ་ཅིག་ཚུན་: རྩིས་ཐོ་ཡོད་རིང་། ཁྱོད་ཀྱིས་ ཆ་མཉམ་བལྟ་ནི་དང་ འདྲ་ལེན་ནི་ འཛོལ་བ་བཅོས་ནི་ ཡང་ན་ བཏོན་གཏང་ནི་ འབད་ཆོག \
"ངེ་གི་གནས་སྡུད།" ཁ་ཕྱེ། ཡང་ན་ ལྟེ་བ་ག་ཅི་ནང་ཡང་ དྲིས།

ཁྱོད་ཀྱིས་བཀག་ཆོག བཀག་པ་ཅིན་ སློབ་ཁང་ནང་ལས་ཐོན་ དེ་ལས་ གསརཔ་ག་ནི་ཡང་མི་བཞག འཐོབ་ཡོད་པའི་ལག་ཁྱེར་ཚུ་ ཁྱོད་ཀྱིས་ གནས་སྡུད་བཏོན་གཏང་ \
ཟེར་མ་ཞུ་ཚུན་ ཆ་གནས་ཨིན།

ལོ་༡༨་མ་ལོང་མི་: ཕམ་ ཡང་ན་ འགན་འཛིན་གྱིས་ ཁྱོད་ཀྱི་ཚབ་ལུ་ མོས་མཐུན་འབད་ དེ་ལས་ བཀག་ཆོག""",
}
MESSAGES = {
    "purpose": "messages",
    "version": "2026-1",
    "in_force_from": date(2026, 10, 1),
    "short_en": "I agree that the portal sends messages to my phone.",
    "short_dz": "ངེ་གི་བརྒྱུད་འཕྲིན་ལུ་ འཕྲིན་ཡིག་གཏང་ནི་ལུ་ ང་ མོས་མཐུན་ཡོད།",
    "text_en": """We keep your phone number to send you short messages: the day of your examination, a code to sign in, \
news of your certificate. We give it to nobody else. We never ask you for a PIN or for money.

If you withdraw, we remove the number. You cannot sign in with it any more. Everything still stands in your inbox here.""",
    "text_dz": """འཕྲིན་ཡིག་ཐུང་ཀུ་ གཏང་ནིའི་དོན་ལུ་ ཁྱོད་ཀྱི་བརྒྱུད་འཕྲིན་ཨང་ བཞགཔ་ཨིན་: ཆོས་རྒྱུགས་ཀྱི་ཉིནམ་དང་ ནང་བསྐྱོད་ཀྱི་ཨང་རྟགས་ \
ལག་ཁྱེར་གྱི་གནས་ཚུལ། གཞན་ག་ལུ་ཡང་ མི་བྱིན། གསང་ཨང་ ཡང་ན་ དངུལ་ ནམ་ཡང་མི་འདྲི།

བཀག་པ་ཅིན་ བརྒྱུད་འཕྲིན་ཨང་ བཏོན་གཏངམ་ཨིན། དེ་གིས་ ནང་བསྐྱོད་འབད་མི་ཚུགས། ཆ་མཉམ་ ནཱ་ལུ་ ཁྱོད་ཀྱི་འཕྲིན་སྒྲོམ་ནང་ ཡོད།""",
}


def state(apps, schema_editor):
    notices = apps.get_model("people", "ConsentNotice")
    for one in (LEARNING, MESSAGES):
        notices.objects.get_or_create(
            purpose=one["purpose"],
            version=one["version"],
            defaults=one | {"short": one["short_en"], "text": one["text_en"]},
        )


class Migration(migrations.Migration):
    dependencies = [("literacy", "0091_point_to_the_notices_of_people")]
    operations = [migrations.RunPython(state, migrations.RunPython.noop)]
