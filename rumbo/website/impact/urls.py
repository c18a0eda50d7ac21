"""The one address of this room that is no page: Wagtail's own addresses hold no dot."""

from django.urls import path

from rumbo.website.impact import views

urlpatterns = [path("impact/figures.csv", views.figures_csv, name="impact-figures-csv")]
