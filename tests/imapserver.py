"""A mailbox on loopback that speaks as much IMAP4rev1 (RFC 3501) as a reader of bounces needs."""

import re
import socketserver
import threading
from contextlib import contextmanager
from urllib.parse import quote

UID = re.compile(r"UID (\w+) (.*)", re.DOTALL)


class Box:
    def __init__(self, user, password, mails):
        self.user, self.password, self.mails = user, password, list(mails)
        self.seen, self.fetched, self.url = set(), 0, None

    def select(self, _rest):
        yield f"* {len(self.mails)} EXISTS"

    def search(self, _rest):
        unseen = [str(number) for number in range(1, len(self.mails) + 1) if number not in self.seen]
        yield " ".join(["* SEARCH", *unseen])

    def fetch(self, rest):
        number, _, wanted = rest.partition(" ")
        mail = self.mails[int(number) - 1]
        if "RFC822.SIZE" in wanted:
            yield f"* {number} FETCH (UID {number} RFC822.SIZE {len(mail)})"
        else:
            self.fetched += 1
            yield f"* {number} FETCH (UID {number} BODY[] {{{len(mail)}}}"
            yield mail + b")"

    def store(self, rest):
        number, _, flags = rest.partition(" ")
        assert flags == r"+FLAGS.SILENT (\Seen)", flags
        self.seen.add(int(number))
        return ()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("* OK ready")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            if not self.obey(tag, rest):
                return

    def obey(self, tag, rest):
        verb, box = rest.split(" ")[0].upper(), self.server.box
        if verb == "LOGIN":
            known = rest == f'LOGIN {box.user} "{box.password}"' or rest == f"LOGIN {box.user} {box.password}"
            self.say(f"{tag} {'OK' if known else 'NO'} LOGIN {'done' if known else 'failed'}")
        elif verb == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
        elif verb == "LOGOUT":
            self.say("* BYE", f"{tag} OK done")
            return False
        else:
            verb, rest = UID.fullmatch(rest).groups() if verb == "UID" else (verb, rest.partition(" ")[2])
            self.say(*getattr(box, verb.lower())(rest), f"{tag} OK done")
        return True

    def say(self, *lines):
        for line in lines:
            self.wfile.write((line if isinstance(line, bytes) else line.encode()) + b"\r\n")


@contextmanager
def running(user, password, mails):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.box = box = Box(user, password, mails)
    box.url = f"imap://{user}:{quote(password, safe='')}@127.0.0.1:{server.server_address[1]}/INBOX"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
