"""A real SMTP server on loopback whose answers a test writes beforehand."""

import asyncio
import email
import threading
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP


class Post:
    """It accepts, after `delay` seconds, unless `answers` says otherwise: {address: ["451 try later", "cut", …]}."""

    def __init__(self):
        self.mails, self.answers, self.connections, self.delay = [], {}, 0, 0
        self.address = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        answers = self.answers.get(address)
        if not answers:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        answer = answers.pop(0)
        if answer == "cut":
            server.transport.abort()
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content))
        await asyncio.sleep(self.delay)
        return "250 OK"

    def session(self):
        self.connections += 1
        return SMTP(self, enable_SMTPUTF8=True)

    @property
    def ids(self):
        return [mail["Message-ID"] for mail in self.mails]


@contextmanager
def running():
    """The server in a thread of its own; its address is (host, port)."""
    post, loop = Post(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()  # the loop runs in its own thread from the start: a browser's test has a loop running here
    server = asyncio.run_coroutine_threadsafe(loop.create_server(post.session, "127.0.0.1", 0), loop).result(5)
    post.address = server.sockets[0].getsockname()
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _close(server):
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
