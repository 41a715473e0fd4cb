"""The portal's addresses as the demonstration profile has them."""

from django.urls import path

from blk_portal.mailbox import mailbox
from blk_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("kotak-surat/", mailbox, name="mailbox")]
