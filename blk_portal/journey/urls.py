from django.urls import path

from blk_portal.journey import answering, mending, sent, views

app_name = "journey"
urlpatterns = [
    path("", views.home, name="home"),
    path("jawab/<str:token>/", answering.answer, name="answer"),
    path("perbaiki/<str:token>/", mending.fix, name="fix"),
    path("<int:pk>/", views.application, name="application"),
    path("<int:pk>/terkirim/", sent.sent, name="sent"),
    path("<int:pk>/daftar-ulang/", views.confirm, name="confirm"),
    path("<int:pk>/undur-diri/", views.withdraw, name="withdraw"),
]
