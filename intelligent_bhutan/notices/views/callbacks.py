"""The door through which the provider of text messages reports; see `gateways/callbacks.py`."""

import time

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from intelligent_bhutan.keyring import ring
from intelligent_bhutan.notices.actions import delivering
from intelligent_bhutan.notices.gateways import callbacks
from intelligent_bhutan.notices.models import Delivery


@csrf_exempt  # a provider has no session: its signature stands for it
@never_cache
@require_POST
def sms(request):
    """Note what became of a text. Only a signed report is read, and only a reference of ours is answered with 204."""
    if len(request.body) > callbacks.LONGEST:
        return HttpResponse(status=413)
    given = {
        "timestamp": request.headers.get("X-Timestamp", ""),
        "signed": request.headers.get("X-Signature", ""),
        "body": request.body,
    }
    if not any(callbacks.is_genuine(key, now=time.time(), **given) for key in ring("SMS_CALLBACK_KEY")):
        return HttpResponse(status=403)
    try:
        delivering.note_report(report=callbacks.read(request.body))
    except ValueError:
        return HttpResponse(status=400)
    except Delivery.DoesNotExist:
        return HttpResponse(status=404)
    return HttpResponse(status=204)
