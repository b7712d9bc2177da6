"""The invigilator's and the programme officer's pages."""

urlpatterns = []
