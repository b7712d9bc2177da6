"""Addresses of the literacy pages."""

app_name = "literacy"

urlpatterns = []
