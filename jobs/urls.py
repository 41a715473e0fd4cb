from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("pekerjaan/", views.job_list, name="list"),
    path("pekerjaan/jumlah/", views.live, name="live"),
    path("pekerjaan/<int:pk>/", views.progress, name="progress"),
    path("pekerjaan/<int:pk>/hasil.xlsx", views.result, name="result"),
    path("pekerjaan/<int:pk>/batal/", views.cancel, name="cancel"),
    path("pekerjaan/<int:pk>/batalkan-tindakan/", views.undo, name="undo"),
]
