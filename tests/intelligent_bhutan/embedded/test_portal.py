"""The portal's own programs."""

from django.conf import settings

from intelligent_bhutan.embedded import portal


def test_worker_serves_every_queue_that_work_is_sent_to():
    assert set(portal.QUEUES.split(",")) == {settings.CELERY_TASK_DEFAULT_QUEUE, *settings.QUEUES}


def test_sign_ins_are_shown_once(tmp_path):
    variables = {"VAR_DIR": str(tmp_path), "PUBLIC_URL": "http://localhost:8000"}
    (tmp_path / portal.SIGN_INS).write_text("tashi / apple banana cow\n")
    written = (tmp_path / portal.SIGN_INS).stat().st_mtime
    said = []
    portal.announce(variables, written - 1, said.append)
    portal.announce(variables, written + 1, said.append)
    assert said == [
        "\nIntelligent Bhutan is at http://localhost:8000",
        "\ntashi / apple banana cow\n",
        f"Logs are in {tmp_path / 'log'}. Ctrl-C stops everything.",
        "\nIntelligent Bhutan is at http://localhost:8000",
        f"Demonstration sign-ins are in {tmp_path / portal.SIGN_INS}",
        f"Logs are in {tmp_path / 'log'}. Ctrl-C stops everything.",
    ]
