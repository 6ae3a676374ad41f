"""Addresses: the desk, then everything public."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from archive.public.urls import urlpatterns as public

urlpatterns = [
    path("desk/", admin.site.urls),
    path("admin/", RedirectView.as_view(url="/desk/")),
    *public,
]
