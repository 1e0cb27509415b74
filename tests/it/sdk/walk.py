"""Every method of the official SDK against the agents of one server, in the order in which a person would come to them.

A step names the methods that it calls. What the server does not have yet would stand in `WAITING` with its action, and is
checked to be refused: an action that the server has must be in a step.
"""

import asyncio
import json
import os
import sys

import httpx
from hiagent_api import chat_types

import files
from official import Official, Refused, methods, names, text

WAITING = {}

QUESTION = "Where does Parlance keep my API key?"


async def refused(sdk, name, request):
    """The sentence that a call is refused with."""
    try:
        answered = await sdk.call(name, request)
    except Refused as refusal:
        return str(refusal)
    raise AssertionError(f"{name} was not refused: {answered}")


async def the_agent_says_who_it_is(sdk, _):
    app = await sdk.call("get_app", sdk.request("GetAppConfigPreviewRequest"))
    assert app.name and app.open_message, app


async def a_conversation_is_made_named_and_listed(sdk, kept):
    made = await sdk.call("create_conversation", sdk.request("CreateConversationRequest", inputs={}))
    kept["conversation"] = made.conversation.app_conversation_id
    assert kept["conversation"], made
    renamed = sdk.request(
        "UpdateConversationRequest", app_conversation_id=kept["conversation"], conversation_name="校历", inputs={}
    )
    await sdk.call("update_conversation", renamed)
    listed = await sdk.call("get_conversation_list", sdk.request("GetConversationListRequest"))
    found = {one.app_conversation_id: one.conversation_name for one in listed.conversation_list}
    assert found.get(kept["conversation"]) == "校历", found


def question(sdk, kept, mode):
    return sdk.request(
        "ChatRequest", app_conversation_id=kept["conversation"], query=QUESTION, response_mode=mode, query_extends=None
    )


async def a_question_is_answered_as_a_stream_and_in_one_piece(sdk, kept):
    events = await sdk.stream("chat_streaming", question(sdk, kept, "streaming"))
    kinds = names(events)
    assert kinds[0] == "message_start" and kinds[-1] == "message_end", kinds
    assert "knowledge_retrieve_end" in kinds and "message" in kinds, kinds
    kept["message"], kept["answer"] = events[0].id, text(events)
    assert "keychain" in kept["answer"].lower(), kept["answer"]
    blocking = await sdk.call("chat_blocking", question(sdk, kept, "blocking"))
    assert blocking.answer == kept["answer"], blocking
    kept["blocking"] = blocking.id


async def the_answer_is_in_the_history(sdk, kept):
    asked = sdk.request("GetConversationMessageRequest", app_conversation_id=kept["conversation"], limit=10)
    history = await sdk.call("get_conversation_messages", asked)
    assert [turn.query for turn in history.messages] == [QUESTION, QUESTION], history
    assert {turn.answer_info.message_id for turn in history.messages} == {kept["message"], kept["blocking"]}
    info = await sdk.call("get_message_info", sdk.request("GetMessageInfoRequest", message_id=kept["message"]))
    assert info.message_info.answer_info.answer == kept["answer"], info
    kept["query"] = info.message_info.query_id
    suggested = sdk.request("GetSuggestedQuestionsRequest", message_id=kept["message"])
    await sdk.call("get_suggested_questions", suggested)


async def an_answer_is_asked_for_again_chosen_and_rated(sdk, kept):
    again = sdk.request("ChatAgainRequest", app_conversation_id=kept["conversation"], message_id=kept["message"])
    events = await sdk.stream("chat_again", again)
    assert names(events)[-1] == "message_end" and text(events), names(events)
    kept["other"] = events[0].id
    assert kept["other"] != kept["message"]
    await sdk.call("set_message_answer_used", sdk.request("SetMessageAnswerUsedRequest", message_id=kept["message"]))
    rated = sdk.request("FeedbackRequest", message_id=kept["message"], like_type=1, feedback_info=None)
    await sdk.call("feedback", rated)
    info = await sdk.call("get_message_info", sdk.request("GetMessageInfoRequest", message_id=kept["message"]))
    assert info.message_info.answer_info.like == 1, info


async def a_conversation_has_its_variables_and_its_place(sdk, kept):
    inside = {"app_conversation_id": kept["conversation"]}
    inputs = await sdk.call("get_conversation_inputs", sdk.request("GetConversationInputsRequest", **inside))
    assert inputs.inputs == {}, inputs
    await sdk.call("set_conversation_top", sdk.request("SetConversationTopRequest", **inside))
    await sdk.call("cancel_conversation_top", sdk.request("CancelConversationTopRequest", **inside))
    await sdk.call("get_opening_config", sdk.request("GetOpeningConfigOpenRequest", **inside))
    variable = chat_types.UserVariables(name="course", scope="Conversation", value="校历")
    here = {"conversation_id": kept["conversation"]}
    await sdk.call("set_app_user_variables", sdk.request("SetAppUserVariablesRequest", user_variables=[variable], **here))
    found = await sdk.call("get_app_user_variables", sdk.request("GetAppUserVariablesRequest", **here))
    assert {one.name: one.value for one in found.user_variables} == {"course": "校历"}, found


async def a_settled_answer_is_listened_to_once_more(sdk, kept):
    again = sdk.request("ChatContinueRequest", message_id=kept["message"], resp_data_standard=True)
    events = await sdk.stream("chat_continue", again)
    assert names(events)[-1] == "message_end" and text(events) == kept["answer"], names(events)


async def memories_are_made_reworded_and_forgotten(sdk, kept):
    page = chat_types.ListOpt(sort=[], page_number=1, page_size=10)
    some = chat_types.ListLongMemoryFilter(start_time="", end_time="", keyword="x")
    for options, chosen in [(None, None), (page, some)]:
        asked = sdk.request("ListLongMemoryRequest", list_opt=options, filter=chosen)
        listed = await sdk.call("list_long_memory", asked)
        assert (listed.total, listed.items) == (0, []), listed
    told = sdk.request(
        "ChatRequest",
        app_conversation_id=kept["conversation"],
        query="Remember that I like tea.",
        response_mode="blocking",
        query_extends=None,
    )
    await sdk.call("chat_blocking", told)
    everything = sdk.request("ListLongMemoryRequest", list_opt=None, filter=None)
    (noted,) = (await sdk.call("list_long_memory", everything)).items
    assert noted.memory == "I like tea.", noted
    reworded = sdk.request("UpdateLongMemoryRequest", memory_id=noted.memory_id, memory="I like coffee.")
    await sdk.call("update_long_memory", reworded)
    (noted,) = (await sdk.call("list_long_memory", everything)).items
    assert noted.memory == "I like coffee.", noted
    await sdk.call("delete_long_memory", sdk.request("DeleteLongMemoryRequest", memory_ids=[noted.memory_id]))
    assert (await sdk.call("list_long_memory", everything)).total == 0
    update = sdk.request("UpdateLongMemoryRequest", memory_id="nonsense", memory="x")
    assert "memory" in await refused(sdk, "update_long_memory", update)
    delete = sdk.request("DeleteLongMemoryRequest", memory_ids=["nonsense"])
    assert "memory" in await refused(sdk, "delete_long_memory", delete)
    await sdk.call("clear_long_memory", sdk.request("ClearLongMemoryRequest"))


async def nothing_is_signed_in_to_and_no_skill_runs(sdk, kept):
    await sdk.call("list_oauth2_token", sdk.request("ListOauth2TokenRequest"))
    status = sdk.request("QueryAppMessageOauthStatusOpenRequest", message_id=kept["message"])
    await sdk.call("query_message_oauth_status", status)
    tasks = sdk.request("QueryAppSkillAsyncTaskRequest", app_conversation_id=kept["conversation"], task_ids=[])
    await sdk.call("query_skill_async_task", tasks)


async def a_running_answer_is_stopped(sdk, kept):
    async for event in sdk.events("chat_streaming", question(sdk, kept, "streaming")):
        if names([event]) == ["message"]:
            await sdk.call(
                "stop_message", sdk.request("StopMessageRequest", task_id=event.task_id, message_id=event.id)
            )
            break


async def a_refusal_is_an_error_with_its_sentence(sdk, _):
    nobody = sdk.request("GetMessageInfoRequest", message_id="nonsense")
    assert "no such message" in await refused(sdk, "get_message_info", nobody)


async def what_was_made_is_deleted(sdk, kept):
    answer = sdk.request("DeleteMessageRequest", message_id=kept["other"], query_id="")
    await sdk.call("delete_message", answer)
    question = sdk.request("DeleteMessageRequest", message_id="", query_id=kept["query"])
    await sdk.call("delete_message", question)
    cleared = sdk.request("ClearMessageRequest", app_conversation_id=kept["conversation"])
    await sdk.call("clear_message", cleared)
    gone = sdk.request("DeleteConversationRequest", app_conversation_id=kept["conversation"])
    await sdk.call("delete_conversation", gone)
    listed = await sdk.call("get_conversation_list", sdk.request("GetConversationListRequest"))
    assert kept["conversation"] not in {one.app_conversation_id for one in listed.conversation_list}


DAY = {"input_data": '{"day": "Monday"}', "no_debug": False}


async def a_workflow_runs_asks_and_is_resumed(sdk, kept):
    waits = await sdk.call("sync_run_app_workflow", sdk.request("SyncRunAppWorkflowRequest", **DAY))
    assert (waits.status, waits.last_interrupted_node_id) == ("interrupted", "hour"), waits
    answer = {"user_type": None, "run_id": waits.run_id, "input": "nine", "debug": False}
    resumed = sdk.request("SyncResumeAppWorkflowRequest", is_stream=False, **answer)
    done = await sdk.call("sync_resume_app_workflow_blocking", resumed)
    assert (done.status, json.loads(done.output)) == ("success", {"output": "Monday at nine"}), done
    kept["run"] = done.run_id


async def a_resumed_workflow_is_heard_as_a_stream(sdk, kept):
    waits = await sdk.call("sync_run_app_workflow", sdk.request("SyncRunAppWorkflowRequest", **DAY))
    answer = {"user_type": None, "run_id": waits.run_id, "input": "ten", "debug": False}
    resumed = sdk.request("SyncResumeAppWorkflowRequest", is_stream=True, **answer)
    kinds = names(await sdk.stream("sync_resume_app_workflow_streaming", resumed))
    assert kinds[0] == "flow_start" and "flow_end" in kinds, kinds


async def a_run_is_looked_at_and_resumed_from_afar(sdk, kept):
    begun = await sdk.call("run_app_workflow", sdk.request("RunAppWorkflowRequest", **DAY))
    await settled(sdk, begun.run_id, "interrupted")
    answer = {"user_type": "App", "run_id": begun.run_id, "input": "noon", "debug": False}
    await sdk.call("async_resume_app_workflow", sdk.request("AsyncResumeAppWorkflowRequest", **answer))
    done = await settled(sdk, begun.run_id, "success")
    assert json.loads(done.output)["output"] == "Monday at noon" and set(done.nodes) == {"start", "hour", "plan", "end"}, done


async def settled(sdk, run, status):
    """The run when it has come to a status; it is asked for a hundred times at most."""
    for _ in range(100):
        process = await sdk.call("query_run_app_process", sdk.request("QueryRunAppProcessRequest", run_id=run))
        if process.status == status:
            return process
        await asyncio.sleep(0.05)
    raise AssertionError(process)


async def a_trigger_starts_a_run_that_is_on_record(sdk, _):
    begun = await sdk.call("event_trigger_webhook", "timetablekey0000abcd", "timetabletoken00abcd")
    asked = sdk.request("QueryTriggerRunRecordsRequest", run_ids=[begun.run_id], page=1, size=10)
    found = await sdk.call("query_trigger_run_records", asked)
    assert found.total == 1, found


WORKFLOW_STEPS = [
    a_workflow_runs_asks_and_is_resumed,
    a_resumed_workflow_is_heard_as_a_stream,
    a_run_is_looked_at_and_resumed_from_afar,
    a_trigger_starts_a_run_that_is_on_record,
]

STEPS = [
    the_agent_says_who_it_is,
    a_conversation_is_made_named_and_listed,
    a_question_is_answered_as_a_stream_and_in_one_piece,
    the_answer_is_in_the_history,
    an_answer_is_asked_for_again_chosen_and_rated,
    a_conversation_has_its_variables_and_its_place,
    a_settled_answer_is_listened_to_once_more,
    memories_are_made_reworded_and_forgotten,
    nothing_is_signed_in_to_and_no_skill_runs,
    a_running_answer_is_stopped,
    a_refusal_is_an_error_with_its_sentence,
    what_was_made_is_deleted,
]


def what_waits_is_refused(base_url, key):
    with httpx.Client() as http:
        for name, action in WAITING.items():
            said = http.post(f"{base_url}/{action}", json={"UserID": "sdk"}, headers={"Apikey": key})
            assert said.status_code == 404 and "no action" in said.text, f"{name} is served: it belongs in a step"


async def walk(sdk, steps):
    kept = {}
    for step in steps:
        try:
            await step(sdk, kept)
        except Exception:
            print(f"in {step.__name__} ({'awaited' if sdk.awaited else 'blocking'}):", file=sys.stderr)
            raise
    return sdk.called


async def walk_all(base_url, agents, awaited):
    user = "sdkawaited" if awaited else "sdkblocking"
    called = await walk(Official(base_url, agents["Guide"], user, awaited), STEPS)
    called |= await walk(Official(base_url, agents["Timetable"], user, awaited), WORKFLOW_STEPS)
    missing = methods() - called - set(WAITING)
    assert not missing, f"no step calls {sorted(missing)}"
    return sorted(called)


def main():
    base_url, agents = os.environ["PARLANCE_BASE_URL"], json.loads(os.environ["PARLANCE_AGENTS"])
    agents = {agent["name"]: agent["api_key"] for agent in agents}
    what_waits_is_refused(base_url, agents["Guide"])
    files.walk(base_url)
    print(json.dumps(asyncio.run(walk_all(base_url, agents, sys.argv[1] == "awaited"))))


main()
