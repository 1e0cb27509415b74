"""The official SDK as the walk uses it: one way to call a method, whether it blocks, awaits or streams, and a record of
which methods were called."""

import inspect

import httpx
from hiagent_api import chat_types
from hiagent_api.chat import ChatService

# Where the awaited twin of a method is not called `a` + its name.
TWINS = {
    "sync_run_app_workflow": "async_run_app_workflow",
    "async_resume_app_workflow": "a_async_resume_app_workflow",
    "sync_resume_app_workflow_blocking": "a_sync_resume_app_workflow_blocking",
    "sync_resume_app_workflow_streaming": "a_sync_resume_app_workflow_streaming",
}
# Methods that call nothing, or set something up.
SILENT = {"get_service_info", "get_api_info"}


def methods():
    """Every method that calls the platform, without the awaited twins."""
    own = [name for name, _ in inspect.getmembers(ChatService, inspect.isfunction) if name in vars(ChatService)]
    twins = {twin(name) for name in own}
    return {name for name in own if name[0].islower()} - twins - SILENT


def twin(name):
    return TWINS.get(name, "a" + name)


class Refused(Exception):
    """The server answered with an error that the SDK has a type for, or with a status that it raises."""


class Official:
    def __init__(self, base_url, key, user, awaited):
        self.base_url, self.key, self.user, self.awaited = base_url, key, user, awaited
        self.called = set()
        self.service = ChatService(endpoint=base_url, region="cn-north-1")
        self.service.set_app_base_url(base_url)

    def request(self, kind, **fields):
        """A request of the SDK's; every field that it insists on and that is not named is filled as people do."""
        model = getattr(chat_types, kind)
        given = {"app_key": self.key, "user_id": self.user} | fields
        known = {name: value for name, value in given.items() if name in model.model_fields}
        assert set(fields) <= set(known), f"{kind} has no {set(fields) - set(known)}"
        return model(**known)

    def _method(self, name):
        self.called.add(name)
        return getattr(self.service, twin(name) if self.awaited else name)

    async def call(self, name, *arguments):
        """A call with one answer."""
        try:
            result = self._method(name)(self.key, *arguments)
            if self.awaited:
                result = await result
        except httpx.HTTPError:
            raise
        except Exception as error:
            raise Refused(f"{name}: {error}") from error
        if isinstance(result, chat_types.BaseError):
            raise Refused(f"{name}: {result}")
        return result

    async def stream(self, name, *arguments):
        """A call with a stream, as the list of its events."""
        return [event async for event in self.events(name, *arguments)]

    async def events(self, name, *arguments):
        events = self._method(name)(self.key, *arguments)
        if self.awaited:
            async for event in events:
                yield event
        else:
            for event in events:
                yield event


def names(events):
    """The kinds of a stream's events, the same one after the other counted once."""
    kinds = [str(getattr(event.event, "value", event.event)) for event in events]
    return [kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind]


def text(events):
    return "".join(event.answer for event in events if str(getattr(event.event, "value", event.event)) == "message")
