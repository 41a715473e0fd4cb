from django.urls import path

from blk_portal.wave_control import simulating, views


def urls(seen_by):
    return [
        path("gelombang/<int:pk>/", seen_by(views.control), name="wave_control"),
        path("gelombang/<int:pk>/hasil/", seen_by(views.results), name="wave_results"),
        path("gelombang/<int:pk>/simulasi/", seen_by(simulating.simulate), name="wave_simulate"),
        path("gelombang/<int:pk>/<slug:name>/", seen_by(views.act), name="wave_act"),
    ]
