"""A real SMTP server on loopback whose answers, good and bad, are written beforehand."""

import asyncio
import email
import threading
import time
import weakref
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP

CUT, CUT_AFTER_DATA, HANG = "cut", "cut after data", "hang"
FOR_EVER = 3600


class Post:
    """It accepts, after `delay` seconds, unless `answers` says otherwise: {address: ["451 try later", CUT, …]}.

    An answer is used up by one attempt: CUT drops the line at RCPT, HANG says nothing any more, CUT_AFTER_DATA has
    taken the mail and drops the line before saying so. `greeting` turns everybody away at the door.
    """

    def __init__(self):
        self.mails, self.arrived_at, self.answers, self.connections, self.delay = [], [], {}, 0, 0
        self.address, self.door, self.greeting, self.lines = None, None, "", weakref.WeakSet()

    async def handle_RCPT(self, server, session, envelope, address, options):
        script = self.answers.get(address)
        answer = script.pop(0) if script else "250 OK"
        if answer == CUT:
            server.transport.abort()
        if answer == HANG:
            await asyncio.sleep(FOR_EVER)
        session.cut = answer == CUT_AFTER_DATA
        if session.cut or answer == "250 OK":
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return answer

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)  # who hangs up meanwhile has sent nothing
        self.mails.append(email.message_from_bytes(envelope.content))
        self.arrived_at.append(time.monotonic())
        if session.cut:
            server.transport.abort()
        return "250 OK"

    def session(self):
        self.connections += 1
        if self.greeting:
            return TurnedAway(self.greeting)
        self.lines.add(line := SMTP(self, enable_SMTPUTF8=True))
        return line

    @property
    def ids(self):
        return [mail["Message-ID"] for mail in self.mails]


class TurnedAway(asyncio.Protocol):
    def __init__(self, words):
        self.words = words

    def connection_made(self, transport):
        transport.write(f"{self.words}\r\n".encode())
        transport.close()


class Loop:
    """An event loop in a thread of its own: a browser's test has a loop running in this one."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(5)

    def stop(self):
        self.run(_cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
        self.loop.close()


class Door:
    """The listening socket. Closed, every line is cut and whoever knocks refused; it opens again where it was."""

    def __init__(self, loop, post):
        self.loop, self.post, self.server = loop, post, None

    def open(self):
        host, port = self.post.address or ("127.0.0.1", 0)
        self.server = self.loop.run(self.loop.loop.create_server(self.post.session, host, port))
        self.post.address = self.server.sockets[0].getsockname()

    def close(self):
        self.loop.run(self._close())

    async def _close(self):
        self.server.close()
        for line in self.post.lines:
            if line.transport:
                line.transport.abort()


@contextmanager
def running():
    """The server, listening; its address is (host, port)."""
    post, loop = Post(), Loop()
    post.door = Door(loop, post)
    post.door.open()
    try:
        yield post
    finally:
        post.door.close()
        loop.stop()


async def _cancel_all():
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
