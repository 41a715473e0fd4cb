"""A local relay as quick as Python allows: it takes every mail, keeps none, and counts. A process of its own."""

import asyncio
import sys

READY, DATA_END = b"220 relay\r\n", b"\r\n.\r\n"


class Line(asyncio.Protocol):
    connections = mails = 0

    def connection_made(self, transport):
        Line.connections += 1
        self.transport, self.buffer, self.in_data = transport, b"", False
        transport.write(READY)

    def data_received(self, data):
        self.buffer += data
        while True:
            end = DATA_END if self.in_data else b"\r\n"
            part, found, rest = self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self.answer(part)

    def answer(self, part):
        if self.in_data:
            Line.mails, self.in_data = Line.mails + 1, False
            return self.transport.write(b"250 OK\r\n")
        verb = part[:4].upper()
        self.in_data = verb == b"DATA"
        if verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            return self.transport.close()
        if verb == b"NOOP":  # asked by the bench
            return self.transport.write(f"250 {Line.connections} {Line.mails}\r\n".encode())
        return self.transport.write(b"354 go on\r\n" if self.in_data else b"250 OK\r\n")


async def main():
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
