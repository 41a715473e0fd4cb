"""The addresses of the pages about seats, for PortalAdminSite.get_urls; `guard` is its admin_view."""

from django.urls import path

from blk_portal.seating import calling_off, queue


def urls(guard):
    return [
        path("program/<int:pk>/antrean/", guard(queue.queue), name="offering_queue"),
        path("antrean/<int:pk>/urutan/", guard(queue.reorder), name="queue_reorder"),
        path("program/<int:pk>/hentikan/<slug:name>/", guard(calling_off.of_offering), name="offering_call_off"),
        path("gelombang/<int:pk>/hentikan/<slug:name>/", guard(calling_off.of_wave), name="wave_call_off"),
    ]
