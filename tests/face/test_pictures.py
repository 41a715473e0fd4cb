"""README's pictures: one walk of `make screenshots` takes each of them."""

from collections import Counter

from tests.e2e import album


def test_every_picture_of_the_readme_is_taken_by_one_walk():
    taken = Counter(picture for places in album.WALKS.values() for picture in album.pictures_of(places))

    assert taken == Counter(album.wanted())


def test_no_picture_lies_there_unseen():
    assert {path.name for path in (album.ROOT / "docs/img").glob("*.png")} == album.wanted()
