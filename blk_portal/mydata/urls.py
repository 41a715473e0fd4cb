from django.urls import path

from blk_portal.mydata import views

app_name = "mydata"
urlpatterns = [
    path("", views.home, name="home"),
    path("semua/", views.held, name="held"),
    path("unduh/<slug:form>/", views.download, name="download"),
    path("dilihat/", views.viewed, name="viewed"),
    path("permintaan/", views.ask, name="ask"),
    path("persetujuan/<int:pk>/tarik/", views.withdraw, name="withdraw"),
]
