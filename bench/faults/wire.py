"""A TCP proxy between the portal and its broker, and the black hole it can become."""

import asyncio
import contextlib

from tests.mailserver import Loop


class Wire:
    """While `hole` is set it accepts connections and bytes and answers nothing. A connection that has met the hole
    stays dead for ever, neither answered nor closed: only a client's own time limit finds that out."""

    def __init__(self, socket):
        self.socket, self.hole, self.loop, self.never = socket, False, Loop(), asyncio.Event()
        self.server = self.loop.run(self._listen())
        self.host, self.port = self.server.sockets[0].getsockname()

    @property
    def url(self):
        return f"redis://{self.host}:{self.port}/0"

    def stop(self):
        self.loop.run(self._close())
        self.loop.stop()

    async def _listen(self):
        return await asyncio.start_server(self.answer, "127.0.0.1", 0)

    async def _close(self):
        self.server.close()

    async def answer(self, reader, writer):
        with contextlib.suppress(asyncio.CancelledError):  # at the end of the harness
            await self.pass_on(reader, writer)

    async def pass_on(self, reader, writer):
        if self.hole:
            return await self.swallow(reader)
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(str(self.socket))
        except OSError:
            return writer.transport.abort()
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))
        return None

    async def pump(self, reader, writer):
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self.hole:
                    return await self.swallow(reader)
                writer.write(data)
                await writer.drain()
        writer.close()
        return None

    async def swallow(self, reader):
        with contextlib.suppress(OSError):
            while await reader.read(65536):
                pass
        await self.never.wait()
