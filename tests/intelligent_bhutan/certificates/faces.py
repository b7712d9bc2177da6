"""Certificates to print in tests. Run by itself, it prints one in a process of its own and says the PDF's SHA-256."""

import hashlib
import sys
from datetime import date
from pathlib import Path

from intelligent_bhutan.certificates import rendering

FONTS = Path(rendering.__file__).parents[1] / "static" / "dist" / "fonts"

DOMAINS = (
    rendering.DomainLine("public-services", "Public services", "མི་མང་ཞབས་ཏོག"),
    rendering.DomainLine("banking", "Banking and payments", "དངུལ་ཁང་དང་དངུལ་སྤྲོད"),
    rendering.DomainLine("video-calls", "Video calls", "བརྙན་མཐོང་འཛོམས་འདུ"),
    rendering.DomainLine("social-media", "Social media", "མི་སྡེ་བརྡ་བརྒྱུད"),
    rendering.DomainLine("online-safety", "Online safety", "གློག་ཐོག་ཉེན་སྲུང"),
)


def a_face(**changes) -> rendering.CertificateFace:
    """A certificate of digital proficiency, with some of its facts changed."""
    facts = {
        "serial": "IB-2026-000042",
        "code": "7KMQ2X9ATDE7",
        "verify_address": "https://portal.example/verify/7KMQ2X9ATDE7/cO4IbjIHbqdGAlYSIbyogA",
        "verify_at": "portal.example/verify",
        "name": "Sonam Dorji",
        "name_dz": "བསོད་ནམས་རྡོ་རྗེ།",
        "title": "Certificate of Digital Proficiency",
        "title_dz": "ཤེས་ཚད་ལག་ཁྱེར།",
        "statement": "Proficient in digital skills and safe use of online services",
        "statement_dz": "གློག་ཐོག་ཞབས་ཏོག་ཚུ་ ཉེན་སྲུང་དང་བཅས་ ལག་ལེན་འཐབ་ནི་གི་ལྕོགས་གྲུབ།",
        "domains": DOMAINS,
        "issued_on": date(2026, 11, 23),
        "standard": "Version 1.0",
        "issuer": "GovTech Agency, Royal Government of Bhutan",
        "issuer_dz": "འབྲུག་གཞུང་།",
        "replaces": None,
        "demonstration": False,
        "dzongkha_is_draft": True,
    }
    return rendering.CertificateFace(**(facts | changes))


if __name__ == "__main__":
    sys.stdout.write(hashlib.sha256(rendering.render(a_face(), fonts=FONTS)).hexdigest())
