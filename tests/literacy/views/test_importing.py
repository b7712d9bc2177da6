"""Enrolling a class from a file, as its coordinator does it in the browser, and as others may not."""

import csv
import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from intelligent_bhutan.audit.models import Entry
from intelligent_bhutan.people.models import Membership
from literacy.actions import reading
from literacy.models import CohortImport, Enrolment
from tests.factories.literacy_importing import (
    a_cohort,
    a_list,
    begun,
    carry,
    checked,
    enrolled,
    problems,
    sent,
    someone,
    states,
)
from tests.factories.people import OrganisationFactory, PersonFactory, holder_of

pytestmark = pytest.mark.django_db
Role = Membership.Role
NUMBER = "11345678901"


def address(name, sheet, *more):
    return reverse(f"literacy:{name}", args=[sheet.cohort.public_id, sheet.public_id, *more])


def upload_address(cohort):
    return reverse("literacy:import_upload", args=[cohort.public_id])


def send(client, cohort, content, name="list.csv"):
    return client.post(upload_address(cohort), {"file": SimpleUploadedFile(name, content)})


def report(client, sheet, kind="csv"):
    """The report's rows as a spreadsheet program shows them."""
    answer = client.get(address("import_download", sheet, kind))
    assert answer["Content-Disposition"] == f'attachment; filename="report.{kind}"'
    assert Entry.objects.filter(verb="people:downloaded", subject=str(sheet.public_id)).exists()
    content = answer.getvalue()
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]


def a_file(table, kind):
    """The table as the program saves it, in whatever it likes best."""
    if kind == "csv":
        out = io.StringIO(newline="")
        csv.writer(out, delimiter="\t").writerows(table)
        return out.getvalue().encode("utf-16")
    book = Workbook()
    for row in table:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.fixture
def cohort(client):
    found = a_cohort()
    client.force_login(found.coordinator)
    return found


def test_a_coordinator_sends_looks_and_enrols(client, cohort):
    answer = send(client, cohort, a_list(someone(full_name="Pema Lhaden"), someone(consent="")))
    sheet = CohortImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, sheet.get_absolute_url())
    assert "The file is being checked" in client.get(sheet.get_absolute_url()).text
    carry()
    page = client.get(sheet.get_absolute_url()).text
    assert ("Pema Lhaden" in page, "Consent: This is empty, but needed." in page) == (True, True)
    assert "1 Ready to enrol + 1 To fix = 2 rows in the file" in page
    assert Enrolment.objects.count() == 0
    client.post(address("import_act", sheet), {"act": "begin"})
    assert "People are being enrolled" in client.get(sheet.get_absolute_url()).text
    carry()
    page = client.get(sheet.get_absolute_url()).text
    assert ("1 person enrolled" in page, "Some rows need fixing" in page) == (True, True)
    assert Enrolment.objects.get().citizen.full_name == "Pema Lhaden"


def test_the_page_shows_how_far_the_check_is(client, cohort, monkeypatch):
    monkeypatch.setattr(reading, "SLICE", 2)
    sheet = sent(cohort, a_list(*[someone() for _ in range(3)]))
    carry(times=2)
    page = client.get(sheet.get_absolute_url()).text
    assert ('value="2"' in page, 'max="3"' in page) == (True, True)


def test_enrolling_is_stopped_and_gone_on_with(client, cohort):
    sheet = begun(checked(cohort, someone()))
    client.post(address("import_act", sheet), {"act": "stop"})
    carry()
    assert "Stopped. Who is enrolled stays enrolled" in client.get(sheet.get_absolute_url()).text
    assert Enrolment.objects.count() == 0
    client.post(address("import_act", sheet), {"act": "begin"})
    carry()
    assert Enrolment.objects.count() == 1


def test_a_question_is_answered_on_the_page_even_after_the_others_are_enrolled(client, cohort):
    twin = someone()
    sheet = enrolled(cohort, twin, twin)
    page = client.get(sheet.get_absolute_url()).text
    assert "The same name and birth date stand in the file twice." in page
    assert 'value="begin"' not in page
    client.post(address("import_act", sheet), {"act": "confirm", "row": "3"})
    assert 'value="begin"' in client.get(sheet.get_absolute_url()).text
    client.post(address("import_act", sheet), {"act": "begin"})
    carry()
    assert states(sheet) == ["enrolled", "enrolled"]


def test_a_row_is_left_out_on_the_page(client, cohort):
    twin = someone()
    sheet = checked(cohort, twin, twin)
    client.post(address("import_act", sheet), {"act": "leave_out", "row": "3"})
    assert states(sheet) == ["ready", "left_out"]


@pytest.mark.parametrize("row", ["", "99", "x", "-1"])
def test_a_row_that_is_not_there_is_not_found(client, cohort, row):
    sheet = checked(cohort, someone())
    assert client.post(address("import_act", sheet), {"act": "confirm", "row": row}).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "This is no spreadsheet that we can read."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "This workbook opens only with a password."),
        (b"\xd0\xcf\x11\xe0", "This workbook is in an old format (XLS)."),
        (b"Name\nPema\n", "These columns are missing: Date of birth, Consent."),
        (b"Name,Born,Consent\n", "The file has headings but no people."),
        (b'Name,Born,Consent\n"Pema\n', "Line 2 cannot be read: a quotation mark is open."),
    ],
)
def test_a_broken_file_is_one_sentence(client, cohort, content, sentence):
    sheet = checked(cohort, content=content)
    page = client.get(sheet.get_absolute_url()).text
    assert sentence in page
    assert page.count('role="alert"') == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The submitted file is empty."),
        (b" " * (25 * 1024 * 1024 + 1), "The file is empty, or larger than 25 MB. Send a smaller one."),
    ],
)
def test_a_file_of_a_wrong_size_is_refused_at_once(client, cohort, content, sentence):
    answer = send(client, cohort, content)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert CohortImport.objects.count() == 0


def test_no_file_at_all_is_refused(client, cohort):
    answer = client.post(upload_address(cohort), {"csrfmiddlewaretoken": "as a browser sends"})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"file": ["This field is required."]})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_with_its_example_is_a_list_without_problems(client, cohort, kind):
    answer = client.get(reverse("literacy:import_template", args=[cohort.public_id, kind]))
    sheet = checked(cohort, content=answer.getvalue())
    assert (states(sheet), sheet.rows.get().raw["full_name"]) == (["ready"], "Pema Lhaden")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_is_corrected_and_sent_again(client, cohort, kind):
    first = enrolled(
        cohort,
        someone(full_name="Pema Lhaden", phone="17123456"),
        someone(full_name="Karma Wangmo", gewog="Koma", dzongkhag="Lhuentse", identity_number=NUMBER),
        someone(full_name="Dorji", identity_number="113456789", consent=""),
    )
    table = report(client, first, kind)
    at = {heading: place for place, heading in enumerate(table[0])}
    assert [row[at["State"]] for row in table[1:]] == ["Enrolled", "To fix", "To fix"]
    assert table[2][at["Problems"]].startswith("Gewog: There is no gewog “Koma”. Nearest: Khoma, Lhuentse")
    assert [row[at["Identity number"]] for row in table[1:]] == [
        "",
        f"********901 ({first.public_id.hex[:8]}/3)",
        "113456789",
    ]
    table[2][at["Gewog"]] = "Khoma"
    table[3][at["Identity number"]], table[3][at["Consent"]] = "", "self"
    send(client, cohort, a_file(table, kind), f"corrected.{kind}")
    carry()
    second = CohortImport.objects.exclude(pk=first.pk).get()
    assert (states(second), problems(second)) == (["already", "ready", "ready"], [])
    assert reading.unsealed(second.rows.get(number=3).cleaned) == NUMBER
    begun(second)
    carry()
    assert Enrolment.objects.filter(cohort=cohort).count() == 3


def test_a_number_kept_for_another_class_is_not_recalled(client, cohort):
    other = checked(a_cohort(), someone(identity_number=NUMBER))
    stands_for_it = f"********901 ({other.public_id.hex[:8]}/2)"
    sheet = checked(cohort, someone(identity_number=stands_for_it))
    assert problems(sheet) == [(2, "identity_number", "no_identity_number")]
    assert reading.unsealed(sheet.rows.get().raw) == stands_for_it


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_runs_nothing(client, cohort, kind):
    sheet = checked(cohort, someone(full_name="=1+1", gender='@SUM("x")', phone="+97517123456"))
    cells = report(client, sheet, kind)[1]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}] == []
    assert {"'=1+1", '\'@SUM("x")', "'+97517123456"} <= set(cells)


def test_a_report_is_csv_or_xlsx_and_nothing_else(client, cohort):
    sheet = checked(cohort, someone())
    assert client.get(address("import_download", sheet, "csv").replace(".csv", ".exe")).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_report_page_takes_the_same_queries(client, cohort, django_assert_num_queries, many):
    sheet = checked(cohort, *[someone() for _ in range(many)])
    with django_assert_num_queries(8):
        page = client.get(sheet.get_absolute_url()).text
    assert page.count("Ready to enrol</") >= many


def everything(sheet):
    """Each address of importing, with the method it takes."""
    cohort = sheet.cohort
    return [
        ("get", upload_address(cohort)),
        ("post", upload_address(cohort)),
        ("get", reverse("literacy:import_template", args=[cohort.public_id, "csv"])),
        ("get", address("import", sheet)),
        ("get", address("import_download", sheet, "csv")),
        ("post", address("import_act", sheet)),
    ]


def strangers(cohort):
    """People who have nothing to upload here, whatever they are elsewhere."""
    yield PersonFactory()
    yield a_cohort().coordinator
    yield holder_of(Role.TRAINER, cohort.organisation)
    yield holder_of(Role.PROGRAMME_OFFICER)
    yield holder_of(Role.COORDINATOR, OrganisationFactory(parent=cohort.organisation))


def test_strangers_find_nothing_and_change_nothing(client):
    cohort = a_cohort()
    sheet = checked(cohort, someone())
    for person in strangers(cohort):
        client.force_login(person)
        for method, where in everything(sheet):
            answer = getattr(client, method)(where, {"act": "begin"} if method == "post" else {})
            assert (where, answer.status_code) == (where, 404)
    sheet.refresh_from_db()
    assert (sheet.state, Enrolment.objects.count()) == ("checked", 0)


def test_visitors_are_asked_to_sign_in(client):
    for method, where in everything(checked(a_cohort(), someone())):
        answer = getattr(client, method)(where)
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)


def test_a_coordinator_of_the_house_above_may(client):
    cohort = a_cohort(parent=OrganisationFactory())
    client.force_login(holder_of(Role.COORDINATOR, cohort.organisation.parent))
    assert client.get(checked(cohort, someone()).get_absolute_url()).status_code == 200


def test_a_coordinator_whose_time_is_over_may_not(client, cohort):
    sheet = checked(cohort, someone())
    Membership.objects.filter(person=cohort.coordinator).update(ended_at="2026-01-01T00:00Z")
    assert client.get(sheet.get_absolute_url()).status_code == 404


def test_an_import_is_found_under_its_own_class_alone(client, cohort):
    sheet = checked(a_cohort(), someone())
    for public_id in (sheet.public_id, uuid4()):
        for name, more in (("import", ()), ("import_act", ()), ("import_download", ("csv",))):
            where = reverse(f"literacy:{name}", args=[cohort.public_id, public_id, *more])
            answer = client.post(where, {"act": "begin"}) if name == "import_act" else client.get(where)
            assert answer.status_code == 404
    sheet.refresh_from_db()
    assert sheet.state == "checked"
