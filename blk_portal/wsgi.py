import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blk_portal.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded now stays for good: the collector need not walk through it at every turn
gc.set_threshold(50_000, 20, 20)
