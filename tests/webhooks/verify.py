"""Has the verifier of PyPI look at a message: with each of two secrets, and changed."""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

given = json.loads(sys.argv[1])
verified = 0
for secret in given["secrets"]:
    Webhook(secret).verify(given["body"], given["headers"])
    verified += 1
refused = 0
try:
    Webhook(given["secrets"][0]).verify(given["body"] + " ", given["headers"])
except WebhookVerificationError:
    refused += 1
print(f"{verified} verified, {refused} refused")
