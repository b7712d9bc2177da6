"""What there is. Pages carry their language in the address; what machines and other people's links need does not."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from intelligent_bhutan import views
from intelligent_bhutan.notices.views import callbacks
from intelligent_bhutan.operating.views import metrics
from intelligent_bhutan.people.views import recovering, sessions
from intelligent_bhutan.service.views.pages import security_txt
from literacy.views.media import lesson_file

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/live/", views.alive, name="alive"),
    path("metrics", metrics, name="metrics"),
    path("", views.language_door, name="door"),
    path("admin/", admin.site.urls),
    path("notices/callbacks/sms/", callbacks.sms, name="sms_callback"),
]

urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("me/", views.my_page, name="my_page"),
    path("me/details/", views.my_details, name="my_details"),
    path("me/", include("intelligent_bhutan.people.urls.ownership")),
    path("components/", views.gallery, name="gallery"),
    path("me/sessions/", sessions.mine, name="my_sessions"),
    path("me/sessions/end/", sessions.end, name="end_session"),
    # four pages of allauth's that the portal does otherwise: codes are kept nowhere in clear, phones need no proof
    path("account/password/reset/", recovering.forgotten, name="account_reset_password"),
    path("account/phone/change/", recovering.phone, name="account_change_phone"),
    path("account/phone/verify/", recovering.phone_code, name="account_verify_phone"),
    path("account/sessions/", sessions.mine, name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("people/", include("intelligent_bhutan.people.urls")),
    path("certificates/", include("intelligent_bhutan.certificates.urls")),
    path("learn/", include("literacy.urls")),
    path("progress/", include("intelligent_bhutan.targets.urls")),
    path("staff/", include("intelligent_bhutan.outbox.urls")),
    path("", include("intelligent_bhutan.service.urls")),
    path("", include("intelligent_bhutan.notices.urls")),
    path("", include("intelligent_bhutan.operating.urls")),
)

urlpatterns += [
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("verify/", include("intelligent_bhutan.certificates.verify_urls")),
    path("files/<path:name>", lesson_file, name="lesson_file"),
]

handler400 = "intelligent_bhutan.views.bad_request"
handler403 = "intelligent_bhutan.views.forbidden"
handler404 = "intelligent_bhutan.views.not_found"
handler500 = "intelligent_bhutan.views.server_error"
