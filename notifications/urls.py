from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [path("kait/whatsapp/", views.whatsapp, name="whatsapp")]
