"""A mail server on a free port of loopback: prints the port, then each letter it took as a line of JSON. Ends with its input."""

import asyncio
import base64
import email
import email.policy
import json
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later@"):
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        parts = {part.get_content_type(): part.get_content() for part in letter.walk() if not part.is_multipart()}
        told = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in letter.items()],
            "text": parts.get("text/plain"),
            "html": parts.get("text/html"),
            "parts": len(parts),
            "types": [part.get_content_type() for part in letter.walk()],
            "pictures": [
                [part["Content-ID"], part.get_content_disposition(), base64.b64encode(part.get_content()).decode()]
                for part in letter.walk()
                if part.get_content_maintype() == "image"
            ],
            "raw": envelope.content.decode("ascii"),
        }
        print(json.dumps(told), flush=True)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(), hostname="mail.test", loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
