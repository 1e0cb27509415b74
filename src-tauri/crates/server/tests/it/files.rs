//! Files go up and come down again.

use parlance_server::Server;
use serde_json::{Value, json};

use crate::requests::refusal;
use crate::support::{Caller, Reply, quick};

const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const PATH: &str = "upload/full/2c/f2/4dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

async fn server() -> (Server, Caller) {
    let server = Server::start(quick()).await.unwrap();
    let caller = Caller::of(&server, 0);
    (server, caller)
}

async fn up(caller: &Caller, query: &str, headers: &str, body: &str) -> Reply {
    // With a slash too many: the bytes are the same file.
    caller.post(&format!("/up/?Version=2022-01-01&{query}"), headers, body).await
}

async fn down(caller: &Caller, path: &str) -> Reply {
    let host = &caller.address;
    let path = format!("/api/proxy/down?Action=Download&Version=2022-01-01&Path={path}&IsAnonymous=true");
    caller.raw(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await
}

#[tokio::test]
async fn a_file_goes_up_with_any_signature_and_comes_down_without_one() {
    let (_server, caller) = server().await;
    let signed = format!(
        "Authorization: HMAC-SHA256 Credential=a/b\r\nX-Content-Sha256: {HELLO}\r\nContent-Type: text/html\r\n"
    );
    let stored = up(&caller, "Action=UploadRaw&Id=me&Expire=15h&Filename=%E6%97%A9.html", &signed, "hello").await;
    let stored = stored.json();
    assert_eq!(
        stored["Result"],
        json!({"Path": PATH, "Size": 5, "Sha256": HELLO}),
        "the path is made of the digest as deployments make it"
    );
    assert_eq!(
        (&stored["ResponseMetadata"]["Action"], stored["ResponseMetadata"].get("Error")),
        (&json!("UploadRaw"), None)
    );
    let again = caller.post("/api/proxy/up?Action=UploadRaw&Id=me&Filename=%E6%97%A9.html", &signed, "hello").await;
    assert_eq!(again.json()["Result"], stored["Result"], "at the gateway as well, with a slash or without");
    for path in [PATH.to_owned(), PATH.replace('/', "%2F")] {
        let file = down(&caller, &path).await;
        assert_eq!((file.status, file.body.as_str()), (200, "hello"));
        for header in [
            "content-type: text/html\r\n",
            "content-disposition: attachment; filename*=utf-8''%e6%97%a9.html\r\n",
            "x-content-type-options: nosniff\r\n",
            "content-security-policy: sandbox",
        ] {
            assert!(file.head.contains(header), "{header} in {}", file.head);
        }
    }
}

#[tokio::test]
async fn a_file_is_kept_for_good_keyed_and_deleted_by_its_id_alone() {
    let (_server, caller) = server().await;
    up(&caller, "Action=UploadRaw&Id=me", "", "hello").await;
    up(&caller, "Action=UploadRaw&Id=you", "", "hello").await;
    let kept = up(&caller, "Action=LongLive", "", &json!({"Path": PATH, "Id": "me"}).to_string()).await.json();
    assert_eq!(kept["Result"], json!({"Path": PATH, "Size": 5}));
    let key = up(&caller, &format!("Action=DownloadKey&Path={PATH}"), "", "").await.json();
    assert!(key["Result"]["Key"].as_str().is_some_and(|key| !key.is_empty()) && key["Result"]["Size"] == 5, "{key}");
    let delete =
        async |id: &str| up(&caller, "Action=Delete", "", &json!({"Id": id, "Sha256": HELLO}).to_string()).await.status;
    assert_eq!(delete("somebody").await, 400);
    assert_eq!(delete("you").await, 200);
    assert_eq!(down(&caller, PATH).await.status, 200, "another one has it still");
    assert_eq!(delete("me").await, 200);
    assert_eq!(down(&caller, PATH).await.status, 404);
}

#[tokio::test]
async fn what_is_no_file_call_is_refused_in_a_sentence() {
    let (_server, caller) = server().await;
    let wrong = "0".repeat(64);
    for (query, body, words) in [
        ("Action=Dance", "", "UploadRaw, LongLive, DownloadKey or Delete"),
        ("", "", "UploadRaw, LongLive, DownloadKey or Delete"),
        (&format!("Action=UploadRaw&Id=me&Sha256={wrong}"), "hello", "did not arrive as it was sent"),
        ("Action=LongLive", "no json", "does not fit"),
        ("Action=LongLive", r#"{"Path": "../../etc/passwd", "Id": "me"}"#, "no such file"),
        (&format!("Action=DownloadKey&Path={PATH}"), "", "no such file"),
    ] {
        let (status, message) = refusal(&up(&caller, query, "", body).await);
        assert!(status == 400 && message.contains(words), "{query}: {message}");
    }
    for path in ["", "upload/full/2c/f2/x", "../../../etc/passwd", "%2e%2e/server.sqlite", PATH] {
        assert_eq!(refusal(&down(&caller, path).await).0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused() {
    let (_server, caller) = server().await;
    let large = up(&caller, "Action=UploadRaw&Id=me", "", &"x".repeat(16 * 1024 * 1024 + 1)).await;
    assert_eq!(refusal(&large).0, 413);
    let empty: Value = up(&caller, "Action=UploadRaw&Id=me", "", "").await.json();
    assert_eq!(empty["Result"]["Size"], 0);
}
