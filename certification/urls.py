from django.urls import path

from certification import views

app_name = "certification"
urlpatterns = [
    path("sertifikat/<str:code>.pdf", views.paper, name="pdf"),
    path("sertifikasi/", views.cohorts, name="cohorts"),
    path("sertifikasi/kelas/<int:pk>/selesaikan/", views.complete, name="complete"),
    path("sertifikasi/kelas/<int:pk>/terbitkan/", views.issue, name="issue"),
]
