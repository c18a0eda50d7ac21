"""Addresses under /accounts/. Included before the kept library's own, so that ours win."""

from django.urls import path

from rumbo.access import views

urlpatterns = [
    path("", views.to_welcome),
    path("welcome/", views.welcome, name="access_welcome"),
    path("invitation/", views.accept, name="access_accept"),
    path("invitation/<str:token>/", views.open_invitation, name="access_invitation"),
    path("password/reset/", views.password_reset, name="access_password_reset"),
    # An e-mail address is changed by an administrator; there is nothing to confirm by mail.
    path("email/", views.not_offered),
    path("confirm-email/", views.not_offered),
    path("confirm-email/<str:key>/", views.not_offered),
    path("login/code/confirm/", views.not_offered),
    path("password/set/", views.not_offered),
]
