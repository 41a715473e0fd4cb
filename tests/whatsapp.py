"""Meta's side of the WhatsApp Cloud API on loopback: real HTTP, its protocol, its refusals, its receipts.

It reads a request as strictly as Meta does: a wrong token, a template it never approved or a missing parameter is
answered with Meta's own code. `answers` puts words into its mouth: {number: [131026, 503, CUT, …]}, one a request.
"""

import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CUT, HANG, GARBAGE = "cut", "hang", "garbage"
VERSION, PHONE_ID, ACCOUNT_ID = "v24.0", "15550001111", "102290129340398"
TOKEN, APP_SECRET, VERIFY_TOKEN = "EAAG-token", "app-secret-of-meta", "words-we-gave-meta"

TITLES = {100: "Invalid parameter", 190: "Access token has expired", 131026: "Message undeliverable"}
STATUS = {190: 401, 10: 403, 200: 403, 130429: 429, 80007: 429, 131056: 429, 131016: 503, 131000: 500, 132001: 404}


class Meta:
    """What it was told, what it approved, and how it will answer."""

    def __init__(self):
        self.sent, self.requests, self.answers, self.connections, self.delay = [], [], {}, 0, 0
        self.templates, self.page_size, self.url = {}, 100, None
        self.lock = threading.Lock()

    def approve(self, name, parameters, language="id", status="APPROVED"):
        self.templates[name, language] = {"name": name, "language": language, "status": status, "count": parameters}

    # --- POST /{phone}/messages ---

    def message(self, body):
        """The answer to one message: a number is one of Meta's codes or an HTTP status, text a mischief."""
        script = self.answers.get(body.get("to"))
        scripted = script.pop(0) if script else None
        fault = self.fault_of(body)
        if fault or (scripted and scripted != CUT and scripted != HANG and scripted != GARBAGE):
            return fault or scripted
        self.sent.append(body)
        return scripted or {
            "messaging_product": "whatsapp",
            "contacts": [{"input": body["to"], "wa_id": body["to"]}],
            "messages": [{"id": wamid(len(self.sent)), "message_status": "accepted"}],
        }

    def fault_of(self, body):
        expected = {"messaging_product": "whatsapp", "recipient_type": "individual", "type": "template"}
        if {name: body.get(name) for name in expected} != expected or not str(body.get("to", "")).isdigit():
            return 100
        asked = body["template"]
        known = self.templates.get((asked["name"], asked["language"]["code"]))
        if known is None or known["status"] == "PENDING":
            return 132001
        if known["status"] != "APPROVED":
            return {"PAUSED": 132015, "DISABLED": 132016}[known["status"]]
        return self.fault_of_parameters(asked, known["count"])

    def fault_of_parameters(self, asked, count):
        parts = asked.get("components", [])
        given = [parameter for part in parts if part["type"] == "body" for parameter in part["parameters"]]
        if len(given) != count:
            return 132000
        texts = [parameter["text"] for parameter in given if parameter["type"] == "text"]
        broken = any(not text or "\n" in text or "\t" in text or "    " in text for text in texts)
        if asked["name"].endswith("_code") and [part.get("sub_type") for part in parts] != [None, "url"]:
            return 132018  # the button that copies a code wants the code as well
        return 132012 if broken or len(texts) != count else None

    # --- /{account}/message_templates ---

    def create_for_codes(self, body):
        """Meta's own words: nothing of the text is ours, and there is a button."""
        kinds = [part["type"] for part in body["components"]]
        if kinds != ["BODY", "FOOTER", "BUTTONS"] or "text" in body["components"][0]:
            return 100
        self.approve(body["name"], 1, body["language"], "PENDING")
        return {"id": str(len(self.templates)), "status": "PENDING", "category": body["category"]}

    def create(self, body):
        if body.get("category") == "AUTHENTICATION":
            return self.create_for_codes(body)
        if body.get("parameter_format") != "POSITIONAL" or body.get("category") not in {"UTILITY", "MARKETING"}:
            return 100
        (part,) = body["components"]
        count = max([n for n in range(30) if f"{{{{{n}}}}}" in part["text"]], default=0)
        if count and len(part["example"]["body_text"][0]) != count:
            return 100
        self.approve(body["name"], count, body["language"], "PENDING")
        return {"id": str(len(self.templates)), "status": "PENDING", "category": body["category"]}

    def listed(self, query):
        begin = int(query.get("after", 0))
        rows = [{key: row[key] for key in ("name", "language", "status")} for row in self.templates.values()]
        end = begin + self.page_size
        paging = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(rows):
            paging["next"] = f"{self.url}/{ACCOUNT_ID}/message_templates?after={end}"
        return {"data": rows[begin:end], "paging": paging}


def wamid(number):
    return f"wamid.HBgNNjI4MTIzNDU2Nzg5MBUC{number:08d}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections are kept, as Meta's are
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.server.meta.connections += 1

    def log_message(self, *_):
        pass

    def do_GET(self):
        path, _, query = self.path.partition("?")
        asked = dict(pair.split("=") for pair in query.split("&") if "=" in pair)
        refused = self._refused()
        if refused or path != f"/{VERSION}/{ACCOUNT_ID}/message_templates":
            return self._answer(refused or 100)
        return self._answer(self.server.meta.listed(asked))

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        meta = self.server.meta
        meta.requests.append(self.path)
        time.sleep(meta.delay)
        acts = {
            f"/{VERSION}/{PHONE_ID}/messages": meta.message,
            f"/{VERSION}/{ACCOUNT_ID}/message_templates": meta.create,
        }
        act = acts.get(self.path)
        with meta.lock:
            answer = self._refused() or (act(body) if act else 100)
        return self._answer(answer)

    def _refused(self):
        return None if self.headers["Authorization"] == f"Bearer {TOKEN}" else 190

    def _answer(self, answer):
        if answer == CUT:
            self.close_connection = True
            return
        if answer == HANG:
            time.sleep(3)
            self.close_connection = True
            return
        status, content = self._words(answer)
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _words(self, answer):
        if answer == GARBAGE:
            return 200, b"<html>"
        if isinstance(answer, dict):
            return 200, json.dumps(answer).encode()
        if 300 <= answer < 600 and answer not in STATUS:
            return answer, b"<html>"
        message = f"(#{answer}) {TITLES.get(answer, 'Refused')}"
        error = {"message": message, "type": "OAuthException", "code": answer, "fbtrace_id": "Az8or2yhqkZfEZ-_4Qn_Bam"}
        return STATUS.get(answer, 400), json.dumps({"error": error}).encode()


@contextmanager
def running():
    """Meta, listening; `settings_for(meta)` leads the portal there."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.meta = meta = Meta()
    meta.url = f"http://127.0.0.1:{server.server_port}/{VERSION}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield meta
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def settings_for(meta):
    return {
        "WHATSAPP_TOKEN": TOKEN,
        "WHATSAPP_PHONE_ID": PHONE_ID,
        "WHATSAPP_ACCOUNT_ID": ACCOUNT_ID,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_API": meta.url,
    }


# --- what Meta reports to us ---


def report(*statuses, field="messages"):
    metadata = {"display_phone_number": "62215550001", "phone_number_id": PHONE_ID}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "statuses": list(statuses)}
    return wrapped(value, field)


def wrapped(value, field):
    entry = {"id": ACCOUNT_ID, "changes": [{"value": value, "field": field}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def status(name, provider_id, at, *, ours="", errors=()):
    told = {"id": provider_id, "status": name, "timestamp": str(int(at.timestamp())), "recipient_id": "6281234567890"}
    told |= {"biz_opaque_callback_data": ours} if ours else {}
    return told | ({"errors": [{"code": code, "title": "Message undeliverable"} for code in errors]} if errors else {})


def signature(body, secret=APP_SECRET):
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
