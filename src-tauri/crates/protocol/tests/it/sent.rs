//! What is sent, to the letter. A request that says nothing but what it must, and one that says all, per action.

use parlance_protocol::*;
use serde_json::{Value, json};

fn sent<E: Endpoint>(full: Value) -> String {
    let least: E = from_value(json!({})).unwrap();
    let full: E = from_value(full).unwrap();
    let lines = [least, full].map(|request| serde_json::to_string(&request).unwrap());
    format!("{}\n  {}\n  {}\n", E::ACTION, lines[0], lines[1])
}

#[test]
fn actions_of_agents_and_conversations_are_sent_so() {
    let conversation = json!({"AppConversationID": "c"});
    let named = json!({"AppConversationID": "c", "ConversationName": "n", "Inputs": {"k": "v"}});
    let variables = json!({"ConversationID": "c", "UserVariables": [{"Name": "n", "Scope": "Agent", "Value": "v"}]});
    let sent = [
        sent::<GetAppConfigPreview>(json!({})),
        sent::<GetApp>(json!({})),
        sent::<GetOpeningConfig>(json!({"UserType": "Lark", "AppConversationID": "c"})),
        sent::<GetAppUserVariables>(json!({"ConversationID": "c"})),
        sent::<SetAppUserVariables>(variables),
        sent::<ListOauth2Token>(json!({})),
        sent::<QueryMessageOauthStatus>(json!({"MessageID": "m"})),
        sent::<CreateConversation>(json!({"Inputs": {"k": "v"}})),
        sent::<GetConversationList>(json!({})),
        sent::<GetConversationInputs>(conversation.clone()),
        sent::<UpdateConversation>(named),
        sent::<DeleteConversation>(conversation.clone()),
        sent::<SetConversationTop>(conversation.clone()),
        sent::<CancelConversationTop>(conversation.clone()),
        sent::<ClearMessage>(conversation),
    ];
    insta::assert_snapshot!(sent.concat(), @r#"
    get_app_config_preview
      {}
      {}
    get_app
      {}
      {}
    get_opening_config
      {"AppConversationID":""}
      {"UserType":"Lark","AppConversationID":"c"}
    get_app_user_variables
      {"ConversationID":""}
      {"ConversationID":"c"}
    set_app_user_variables
      {"ConversationID":"","UserVariables":[]}
      {"ConversationID":"c","UserVariables":[{"Name":"n","Description":"","Scope":"Agent","Value":"v","Default":"","UpdateTime":""}]}
    list_oauth2_token
      {}
      {}
    query_message_oauth_status
      {"MessageID":""}
      {"MessageID":"m"}
    create_conversation
      {"Inputs":{}}
      {"Inputs":{"k":"v"}}
    get_conversation_list
      {}
      {}
    get_conversation_inputs
      {"AppConversationID":""}
      {"AppConversationID":"c"}
    update_conversation
      {"AppConversationID":""}
      {"AppConversationID":"c","ConversationName":"n","Inputs":{"k":"v"}}
    delete_conversation
      {"AppConversationID":""}
      {"AppConversationID":"c"}
    set_conversation_top
      {"AppConversationID":""}
      {"AppConversationID":"c"}
    cancel_conversation_top
      {"AppConversationID":""}
      {"AppConversationID":"c"}
    clear_message
      {"AppConversationID":""}
      {"AppConversationID":"c"}
    "#);
}

#[test]
fn actions_of_chats_and_messages_are_sent_so() {
    let file = json!({"Name": "n", "Path": "p", "Size": 1, "Url": "u"});
    let question = json!({"AppConversationID": "c", "Query": "q", "ResponseMode": "blocking", "PubAgentJump": false,
        "QueryExtends": {"Files": [file]}});
    let again = json!({"AppConversationID": "c", "MessageID": "m", "PubAgentJump": true});
    let message = json!({"MessageID": "m"});
    let feedback = json!({"MessageID": "m", "LikeType": 1, "FeedbackInfo": {"ProblemCategories": ["p"],
        "ProblemDetail": "d"}});
    let sent = [
        sent::<ChatQuery>(question.clone()),
        sent::<ChatQueryV2>(question),
        sent::<QueryAgain>(again.clone()),
        sent::<QueryAgainV2>(again),
        sent::<ChatContinue>(json!({"MessageID": "m", "RespDataStandard": true})),
        sent::<StopMessage>(json!({"MessageID": "m", "TaskID": "m"})),
        sent::<GetConversationMessages>(json!({"AppConversationID": "c", "Limit": 5})),
        sent::<GetMessageInfo>(message.clone()),
        serde_json::to_string(&DeleteMessage::answer(MessageId::new("m"))).unwrap() + "\n",
        serde_json::to_string(&DeleteMessage::question(QueryId::new("q"))).unwrap() + "\n",
        sent::<Feedback>(feedback),
        sent::<SetMessageAnswerUsed>(message.clone()),
        sent::<GetSuggestedQuestions>(message),
    ];
    insta::assert_snapshot!(sent.concat(), @r#"
    chat_query
      {"AppConversationID":"","Query":"","ResponseMode":"streaming"}
      {"AppConversationID":"c","Query":"q","ResponseMode":"blocking","PubAgentJump":false,"QueryExtends":{"Files":[{"Name":"n","Path":"p","Size":1,"Url":"u"}]}}
    chat_query_v2
      {"AppConversationID":"","Query":"","ResponseMode":"streaming"}
      {"AppConversationID":"c","Query":"q","ResponseMode":"blocking","PubAgentJump":false,"QueryExtends":{"Files":[{"Name":"n","Path":"p","Size":1,"Url":"u"}]}}
    query_again
      {"AppConversationID":"","MessageID":""}
      {"AppConversationID":"c","MessageID":"m","PubAgentJump":true}
    query_again_v2
      {"AppConversationID":"","MessageID":""}
      {"AppConversationID":"c","MessageID":"m"}
    chat_continue
      {"MessageID":""}
      {"MessageID":"m","RespDataStandard":true}
    stop_message
      {"MessageID":"","TaskID":""}
      {"MessageID":"m","TaskID":"m"}
    get_conversation_messages
      {"AppConversationID":"","Limit":100}
      {"AppConversationID":"c","Limit":5}
    get_message_info
      {"MessageID":""}
      {"MessageID":"m"}
    {"MessageID":"m"}
    {"QueryID":"q"}
    feedback
      {"MessageID":"","LikeType":0}
      {"MessageID":"m","LikeType":1,"FeedbackInfo":{"ProblemCategories":["p"],"ProblemDetail":"d"}}
    set_message_answer_used
      {"MessageID":""}
      {"MessageID":"m"}
    get_suggested_questions
      {"MessageID":""}
      {"MessageID":"m"}
    "#);
}

#[test]
fn actions_of_memories_workflows_and_triggers_are_sent_so() {
    let list = json!({"ListOpt": {"Sort": [{"SortField": "created_at", "SortOrder": "asc"}], "PageNumber": 1,
        "PageSize": 2}, "Filter": {"StartTime": "s", "EndTime": "e", "Keyword": "k"}});
    let resume = json!({"RunID": "r", "Input": "i", "UserType": "App", "Debug": true, "IsStream": true});
    let sent = [
        sent::<ListLongMemory>(list),
        sent::<UpdateLongMemory>(json!({"MemoryID": "m", "Memory": "w"})),
        sent::<DeleteLongMemory>(json!({"MemoryIDs": ["m"]})),
        sent::<ClearLongMemory>(json!({})),
        sent::<RunAppWorkflow>(json!({"InputData": "{}", "NoDebug": true})),
        sent::<SyncRunAppWorkflow>(json!({"InputData": "{}", "NoDebug": false})),
        sent::<QueryRunAppProcess>(json!({"RunID": "r"})),
        sent::<AsyncResumeAppWorkflow>(resume.clone()),
        sent::<SyncResumeAppWorkflow>(resume),
        sent::<QuerySkillAsyncTask>(json!({"AppConversationID": "c", "TaskIDs": ["t"]})),
        sent::<TriggerWebhook>(json!({"any": "thing"})),
        sent::<QueryTriggerRunRecords>(json!({"RunIDs": ["r"], "Page": 1, "Size": 2})),
    ];
    insta::assert_snapshot!(sent.concat(), @r#"
    list_long_memory
      {}
      {"ListOpt":{"Sort":[{"SortField":"created_at","SortOrder":"asc"}],"PageNumber":1,"PageSize":2},"Filter":{"StartTime":"s","EndTime":"e","Keyword":"k"}}
    update_long_memory
      {"MemoryID":"","Memory":""}
      {"MemoryID":"m","Memory":"w"}
    delete_long_memory
      {"MemoryIDs":[]}
      {"MemoryIDs":["m"]}
    clear_long_memory
      {}
      {}
    run_app_workflow
      {"InputData":""}
      {"InputData":"{}","NoDebug":true}
    sync_run_app_workflow
      {"InputData":""}
      {"InputData":"{}","NoDebug":false}
    query_run_app_process
      {"RunID":""}
      {"RunID":"r"}
    async_resume_app_workflow
      {"RunId":"","Input":""}
      {"RunId":"r","Input":"i","UserType":"App","Debug":true}
    sync_resume_app_workflow
      {"RunId":"","Input":""}
      {"RunId":"r","Input":"i","UserType":"App","Debug":true,"IsStream":true}
    query_skill_async_task
      {"AppConversationID":"","TaskIDs":[]}
      {"AppConversationID":"c","TaskIDs":["t"]}
    trigger/webhook
      {}
      {"any":"thing"}
    query_trigger_run_records
      {"RunIDs":[],"Page":0,"Size":0}
      {"RunIDs":["r"],"Page":1,"Size":2}
    "#);
}
