"""The unprefixed addresses under /verify/: they are printed on paper and must outlive every redesign."""

app_name = "verify"

urlpatterns = []
