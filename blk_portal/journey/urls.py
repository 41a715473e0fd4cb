from django.urls import path

from blk_portal.journey import answering, appealing, attending, carrying, mending, sent, subscribing, views

app_name = "journey"
urlpatterns = [
    path("", views.home, name="home"),
    path("jawab/<str:token>/", answering.answer, name="answer"),
    path("perbaiki/<str:token>/", mending.fix, name="fix"),
    path("jadwal-tes/<str:token>/", attending.appointment, name="appointment"),
    path("pilih-jadwal/<str:token>/", attending.choose, name="choose"),
    path("bawa-tempat/<str:token>/", carrying.carry, name="carry"),
    path("kalender/", subscribing.calendar, name="calendar"),
    path("kalender/<str:token>/jadwal.ics", subscribing.feed, name="feed"),
    path("<int:pk>/", views.application, name="application"),
    path("<int:pk>/terkirim/", sent.sent, name="sent"),
    path("<int:pk>/kabar/", views.letters, name="letters"),
    path("<int:pk>/daftar-lagi/", views.again, name="again"),
    path("<int:pk>/daftar-ulang/", views.confirm, name="confirm"),
    path("<int:pk>/sanggah/", appealing.appeal, name="appeal"),
    path("<int:pk>/undur-diri/", views.withdraw, name="withdraw"),
]
