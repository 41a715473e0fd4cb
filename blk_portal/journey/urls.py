from django.urls import path

from blk_portal.journey import views

app_name = "journey"
urlpatterns = [
    path("", views.home, name="home"),
    path("<int:pk>/", views.application, name="application"),
    path("<int:pk>/daftar-ulang/", views.confirm, name="confirm"),
    path("<int:pk>/undur-diri/", views.withdraw, name="withdraw"),
]
