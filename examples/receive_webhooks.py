"""Receives the webhooks of a service: receive_webhooks.py PORT, with the secret in WEBHOOK_SECRET.

Checks the signature (Standard Webhooks), refuses what is older than five minutes, and passes over
a message that came before: the same one may come twice, and in any order.
"""

import base64
import hmac
import json
import os
import sys
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
seen = set()


def is_genuine(headers, body):
    """Does the signature fit, and is it fresh?"""
    name, sent = headers["webhook-id"], headers["webhook-timestamp"]
    signed = hmac.digest(SECRET, f"{name}.{sent}.".encode() + body, sha256)
    ours = "v1," + base64.b64encode(signed).decode()
    fits = any(hmac.compare_digest(ours, one) for one in headers["webhook-signature"].split())
    return fits and abs(time.time() - int(sent)) < 300


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to what is genuine, new or not, so that it is not sent again."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        genuine = is_genuine(self.headers, body)
        if genuine and self.headers["webhook-id"] not in seen:
            seen.add(self.headers["webhook-id"])
            print(json.loads(body)["type"], json.loads(body)["data"]["id"], flush=True)
        self.send_response(204 if genuine else 401)
        self.end_headers()

    def log_message(self, *_):
        """Log nothing; genuine deliveries are printed by the handler."""


HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()
