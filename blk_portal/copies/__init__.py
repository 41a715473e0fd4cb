"""Copies of the whole portal: one folder with the database, the files and a manifest that says what belongs in it.

    FOLDER/manifest.json    what, how much, made by which version under which keys; marked with the index key
    FOLDER/database.dump    PostgreSQL's own custom format
    FOLDER/media/…          every uploaded or made file

Keys are never in a copy: whoever has both has everything, whoever has one has nothing.
"""


class CopyRefused(Exception):
    """Why this copy can't be made or restored: `code` for tests, the sentence for the operator."""

    def __init__(self, code, sentence):
        super().__init__(sentence)
        self.code = code
