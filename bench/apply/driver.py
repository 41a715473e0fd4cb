"""Who comes when: so many at a time, or all within so many seconds. What they met is counted in one `Seen`."""

import asyncio
import time

from bench.apply.browser import Browser, Seen, Wrong


def closed(site, journey, people, *, cookies, at_once=8):
    """`at_once` people at a time, the next when one is through: what the server can do."""
    return asyncio.run(_closed(site, journey, people, cookies, at_once))


def burst(site, journey, people, *, cookies, within):
    """All of them within so many seconds. A person's time counts from the moment they were due."""
    return asyncio.run(_burst(site, journey, people, cookies, within))


async def _closed(site, journey, people, cookies, at_once):
    seen, waiting = Seen(), iter(people)

    async def one_after_another():
        for person in waiting:
            await _one(site, journey, person, cookies(person), seen, time.perf_counter())

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return seen


async def _burst(site, journey, people, cookies, within):
    seen, began, coming = Seen(), time.perf_counter(), []
    for number, person in enumerate(people):
        due = began + within * number / len(people)
        await asyncio.sleep(max(0, due - time.perf_counter()))
        coming.append(asyncio.create_task(_one(site, journey, person, cookies(person), seen, due)))
    await asyncio.gather(*coming)
    return seen


async def _one(site, journey, person, cookies, seen, due):
    browser = Browser(site, seen, cookies)
    try:
        seen.told[person] = await journey(browser, person)
        seen.whole.append(time.perf_counter() - due)
    except Wrong as wrong:
        seen.errors[str(wrong)] += 1
