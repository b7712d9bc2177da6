"""Checking a certificate: what a stranger learns, and what nobody learns."""

import re
import unicodedata

import pytest
from django.conf import settings
from django.urls import reverse

from intelligent_bhutan.certificates import actions, codes
from intelligent_bhutan.certificates.models import Award
from intelligent_bhutan.certificates.views import verify
from intelligent_bhutan.typed_codes import grouped
from tests.factories.certificates import an_issued
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NAME_DZ = "བསོད་ནམས་ཆོས་སྒྲོན"


def secret_of(award):
    return codes.secret(award.code, settings.CERTIFICATE_KEY.encode())


def picture_address(award):
    return reverse("verify:show", args=[award.code, secret_of(award)])


def check(client, code, name, **named):
    return client.post(reverse("verify:form"), {"code": code, "name": name}, **named)


# --- code and name ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Sonam Choden", " sonam  CHODEN ", "SonamChoden", NAME_DZ, NAME_DZ + "་", "ＳＯＮＡＭ choden"]
)
def test_code_and_name_match(client, award, name):
    response = check(client, grouped(award.code).lower(), name)
    assert response.status_code == 200
    assert "Genuine and valid" in response.text


def test_name_matches_in_any_unicode_form(client):
    award = an_issued(PersonFactory(full_name="Zoë Lhamo"))
    for form in ("NFC", "NFD"):
        assert check(client, award.code, unicodedata.normalize(form, "Zoë Lhamo")).status_code == 200


@pytest.mark.parametrize("name", ["Somebody Else", "Sonam", "Choden Sonam", "%", "་"])
def test_code_with_a_wrong_name_reveals_nothing(client, award, name):
    response = check(client, award.code, name)
    assert response.status_code == 404
    for secret in ("Choden</", NAME_DZ, award.serial, "Banking"):
        assert secret not in response.text


def test_trying_again_keeps_what_was_typed_and_out_of_the_address(client, award):
    page = check(client, grouped(award.code), "Somebody Else").text
    assert '<form method="post" action="/verify/?lang=en">' in page
    typed = dict(re.findall(r'<input type="hidden" name="(code|name)" value="([^"]*)"', page))
    back = client.post("/verify/?lang=en", typed | {"again": "1"})
    assert back.status_code == 200
    assert back.context["form"]["code"].value() == grouped(award.code)
    assert 'value="Somebody Else"' in back.text
    assert "There is a problem" not in back.text


def test_code_without_a_name_is_asked_for_the_name(client, award):
    response = check(client, award.code, "")
    assert response.status_code == 422
    assert "Choden" not in response.text


def test_wrong_name_and_no_such_code_read_the_same(client, award):
    free = codes.new_code()
    wrong_name, no_such = check(client, award.code, "Pema Lhaden"), check(client, free, "Pema Lhaden")

    def said(response):
        main = response.text.split('id="main"')[1].split("</main>")[0]
        return re.sub(r'name="(csrfmiddlewaretoken|code)" value="[^"]*"', "", main)  # what was typed and the token

    assert (wrong_name.status_code, said(wrong_name)) == (no_such.status_code, said(no_such))


def test_code_with_a_typing_mistake_says_so(client, award):
    wrong = ("1" if award.code[0] != "1" else "2") + award.code[1:]
    response = check(client, wrong, "Sonam Choden")
    assert response.status_code == 422
    assert "typing mistake" in response.text


def test_name_without_dzongkha_is_not_matched_by_a_blank(client):
    award = an_issued(PersonFactory(full_name="Sonam Choden", full_name_dz=""))
    assert check(client, award.code, "་ ་").status_code in {404, 422}


# --- the picture code ------------------------------------------------------------------------------------------------


def test_picture_code_shows_name_and_what_was_tested(client, award):
    page = client.get(picture_address(award)).text
    for said in ("Genuine and valid", "Sonam Choden", NAME_DZ, "Banking and payments", "7 November 2026", award.serial):
        assert said in page, said
    assert "<dt>Standard</dt><dd>1</dd>" in page


def test_picture_code_with_a_wrong_secret_tells_nothing(client, award):
    other = an_issued()
    for secret in ("A" * 22, secret_of(other), secret_of(award)[:-1], "ཀ"):
        response = client.get(reverse("verify:show", args=[award.code, secret]))
        assert response.status_code == 404
        assert "Choden" not in response.text
        assert award.serial not in response.text


def test_picture_code_of_what_was_never_issued_is_unknown(client):
    free = codes.new_code()
    secret = codes.secret(free, settings.CERTIFICATE_KEY.encode())
    assert client.get(reverse("verify:show", args=[free, secret])).status_code == 404


def test_revoked_certificate_says_when_and_why(client, award):
    actions.revoke(award=award, reason=Award.Reason.CHEATING, remark="Letter 17", by=None)
    for response in (client.get(picture_address(award)), check(client, award.code, "Sonam Choden")):
        assert "Not valid" in response.text
        assert "The rules of the examination were broken" in response.text
        assert "Genuine" not in response.text
        assert "Letter 17" not in response.text


def test_replaced_certificate_names_the_one_in_its_place(client, award):
    new = actions.issue(award=actions.replace(award).pk)
    old = new.replaces
    assert f"{new.serial} stands in its place" in client.get(picture_address(old)).text
    assert f"<dt>Replaces</dt><dd>{old.serial}</dd>" in client.get(picture_address(new)).text


def test_demonstration_certificate_says_so(client, award):
    assert "this certificate is an example" not in client.get(picture_address(award)).text
    example = an_issued(PersonFactory(is_demonstration=True))
    assert "this certificate is an example" in client.get(picture_address(example)).text


# --- who keeps it, who may ask how often -----------------------------------------------------------------------------


def answers(client, award):
    yield client.get(reverse("verify:form"))
    yield client.get(picture_address(award))
    yield client.get(reverse("verify:show", args=[award.code, "x"]))
    yield check(client, award.code, "Sonam Choden")
    yield check(client, award.code, "Pema Lhaden")
    yield check(client, "", "")


def test_no_answer_is_kept_by_caches_or_search_engines(client, award):
    for response in answers(client, award):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert '<meta name="robots" content="noindex, nofollow">' in response.text
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_only_reading_and_asking(client, award, method):
    assert getattr(client, method)(reverse("verify:form")).status_code == 405
    assert getattr(client, method)(picture_address(award)).status_code == 405
    assert client.post(picture_address(award)).status_code == 405


def test_looking_without_a_body_is_allowed(client, award):
    assert client.head(picture_address(award)).status_code == 200


def test_guessing_names_under_one_code_comes_to_an_end(client, award):
    for number in range(verify.A_CODE):
        check(client, award.code, "x", REMOTE_ADDR=f"10.0.0.{number}")
    response = check(client, award.code, "Sonam Choden", REMOTE_ADDR="10.0.1.1")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Too many tries" in response.text
    assert client.get(picture_address(award)).status_code == 200


def test_right_names_never_use_up_a_code(client, award):
    for _ in range(verify.A_CODE + 5):
        assert check(client, award.code, "Sonam Choden").status_code == 200


def test_one_line_may_check_a_class_but_not_a_country(client, award, monkeypatch):
    monkeypatch.setattr(verify, "AN_ADDRESS", 5)
    line, other = {"REMOTE_ADDR": "2001:db8:1:2::1"}, {"REMOTE_ADDR": "2001:db8:1:3::1"}
    for _ in range(3):
        assert client.get(picture_address(award), **line).status_code == 200
        assert check(client, award.code, "Sonam Choden", REMOTE_ADDR="2001:db8:1:2::ffff").status_code in {200, 429}
    response = client.get(picture_address(award), **line)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert client.get(picture_address(award), **other).status_code == 200
    assert client.get(reverse("verify:form"), **line).status_code == 200


def test_limits_leave_a_whole_office_room():
    assert verify.AN_ADDRESS >= 100


def test_lines_behind_our_proxy_are_told_apart(client, award, monkeypatch, settings):
    monkeypatch.setattr(verify, "AN_ADDRESS", 1)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for address in ("203.0.113.1", "203.0.113.2"):
        forged = f"198.51.100.9, {address}"
        assert client.get(picture_address(award), headers={"x-forwarded-for": forged}).status_code == 200
    again = {"x-forwarded-for": "192.0.2.7, 203.0.113.1"}
    assert client.get(picture_address(award), headers=again).status_code == 429


# --- both languages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "dz"])
def test_every_answer_speaks_the_asked_language(client, award, language):
    ask = f"?lang={language}"
    for response in (
        client.get(reverse("verify:form") + ask),
        client.get(picture_address(award) + ask),
        client.get(reverse("verify:show", args=[award.code, "x"]) + ask),
        client.post(reverse("verify:form") + ask, {"code": award.code, "name": "Sonam Choden"}),
        client.post(reverse("verify:form") + ask, {}),
    ):
        assert f'<html lang="{language}"' in response.text
        assert response["Content-Language"] == language


@pytest.mark.parametrize(("header", "language"), [("dz, en;q=0.5", "dz"), ("en-GB", "en"), ("fr", "en"), ("", "en")])
def test_verify_speaks_the_browsers_language_unless_told(client, award, header, language):
    response = client.get(picture_address(award), headers={"accept-language": header})
    assert f'<html lang="{language}"' in response.text
    assert "Accept-Language" in response["Vary"]


def test_language_link_leads_to_the_same_answer(client, award):
    page = client.get(picture_address(award)).text
    assert f'href="{picture_address(award)}?lang=dz"' in page
    assert f'href="{picture_address(award)}?lang=en"' in client.get(picture_address(award) + "?lang=dz").text


def test_unknown_language_is_passed_over(client):
    assert '<html lang="en"' in client.get(reverse("verify:form") + "?lang=xx").text


def test_ways_to_the_check_page_keep_the_language(client, award):
    for page in (client.get("/dz/").text, client.get(picture_address(award) + "?lang=dz").text):
        assert 'href="/verify/?lang=dz"' in page
        assert 'href="/verify/"' not in page


def test_every_answer_leads_back_to_the_check_page(client, award):
    wrong_picture = reverse("verify:show", args=[award.code, "A" * len(secret_of(award))])
    for address in (picture_address(award), wrong_picture):
        page = client.get(f"{address}?lang=dz").text
        assert re.findall(r'href=""', page) == []
        assert page.split("<main")[1].count('href="/verify/?lang=dz"') == 2


def test_dzongkha_answer_marks_what_is_in_english(client, award):
    page = client.get(picture_address(award) + "?lang=dz").text
    assert '<span lang="en">Banking and payments</span>' in page
    assert '<span lang="en">Certificate of Digital Proficiency</span>' in page


def test_dzongkha_facts_are_shown_in_dzongkha(client, award):
    Award.objects.update(evidence=[{"key": "banking", "en": "Banking", "dz": "དངུལ་ཁང་", "on": "2026-11-07"}])
    assert "དངུལ་ཁང་" in client.get(picture_address(award) + "?lang=dz").text
    assert "དངུལ་ཁང་" not in client.get(picture_address(award) + "?lang=en").text
