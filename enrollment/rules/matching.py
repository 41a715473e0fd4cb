"""Who is placed where: deferred acceptance with the applicants proposing (Gale and Shapley, 1962).

Everyone asks for their first choice; an offering keeps the best it has seats for and lets the others ask further
down. The result is the same in whatever order they ask: nobody prefers an offering that took someone it ranked lower,
and nobody does better in any other such result, so naming one's true wishes is always best. An offering takes only
whom it ranked.
"""

from heapq import heappush, heappushpop


def match(choices, ranked, seats):
    """{applicant: offering or None}. `choices` are in order of wish, `ranked` best first; no `seats` entry is none."""
    places = {offering: {who: place for place, who in enumerate(order)} for offering, order in ranked.items()}
    wishes = {applicant: iter(wanted) for applicant, wanted in choices.items()}
    kept = {offering: [] for offering in ranked}
    asking = list(choices)
    while asking:
        applicant = asking.pop()
        for offering in wishes[applicant]:
            if applicant in places.get(offering, ()) and seats.get(offering, 0) > 0:
                turned_away = _ask(kept[offering], places[offering][applicant], applicant, seats[offering])
                asking.extend(turned_away)
                break
    placed = {applicant: offering for offering, heap in kept.items() for _, applicant in heap}
    return {applicant: placed.get(applicant) for applicant in choices}


def _ask(heap, place, applicant, seats):
    """Keep the best `seats` of the heap and the one who asks; give back whoever has to go. The worst is on top."""
    if len(heap) < seats:
        heappush(heap, (-place, applicant))
        return []
    return [heappushpop(heap, (-place, applicant))[1]]
