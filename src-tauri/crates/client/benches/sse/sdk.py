"""The official SDK's streaming loop over a recording, without a network. Prints the number of events and the CPU time."""

import sys
import time

import httpx
from hiagent_api.chat import ChatService
from hiagent_api.chat_types import ChatRequest


class Recorded(httpx.SyncByteStream):
    def __init__(self, pieces):
        self.pieces = pieces

    def __iter__(self):
        return iter(self.pieces)


def main():
    with open(sys.argv[1], "rb") as file:
        whole = file.read()
    if sys.argv[2] == "event":
        pieces = [event + b"\n\n" for event in whole.split(b"\n\n") if event]
    else:
        size = int(sys.argv[2])
        pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    head = {"Content-Type": "text/event-stream"}
    service = ChatService(endpoint="http://127.0.0.1:1", region="cn-north-1")
    service.set_app_base_url("http://127.0.0.1:1")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, headers=head, stream=Recorded(pieces)))
    service.http_client = httpx.Client(transport=transport)
    question = ChatRequest(
        app_key="k", app_conversation_id="c", query="?", response_mode="streaming", user_id="u", query_extends=None
    )
    before = time.process_time_ns()
    count = sum(1 for _ in service.chat_streaming("k", question))
    print(count, time.process_time_ns() - before)


main()
