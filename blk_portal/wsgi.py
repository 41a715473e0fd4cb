import os

from django.core.wsgi import get_wsgi_application

from blk_portal.collector import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blk_portal.settings")

application = get_wsgi_application()
settle()
