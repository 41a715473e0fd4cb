from django.core.management import BaseCommand

from blk_portal import reference


class Command(BaseCommand):
    help = "Adds what is missing of places, school levels, documents, programs, funds, consent texts and holidays."

    def handle(self, **_):
        reference.load()
        self.stdout.write("Data acuan sudah lengkap.")
