//! Files: fetched without a key, stored with keys of their own; and triggers, which have keys of their own, too.

use futures_util::TryStreamExt as _;
use parlance_client::{ApiKey, Category, Error, ErrorKind, NewFile, Uploads};
use parlance_protocol::{DeleteFile, GetAppConfigPreview, KeepFile, TriggerWebhook};
use serde_json::json as value;

use crate::scripted::{Scripted, Step, json, response};
use crate::{KEY, client};

const LIMIT: usize = 1 << 10;

async fn fetched(answer: Vec<u8>) -> (Result<Vec<u8>, Error>, Scripted) {
    let server = Scripted::answering(answer).await;
    let read = async {
        let download = client(&server.address).download("upload/full/a b", LIMIT).await?;
        let pieces: Vec<_> = download.try_collect().await?;
        Ok(pieces.concat())
    };
    (read.await, server)
}

#[tokio::test]
async fn a_file_is_fetched_from_the_agents_own_origin_without_its_key() {
    let (file, server) = fetched(response("200 OK", "Content-Type: image/png\r\n", b"\x89PNG")).await;
    assert_eq!(file.unwrap(), b"\x89PNG");
    let head = &server.heard()[0].head;
    assert!(
        head.starts_with(
            "GET /api/proxy/down?Action=Download&Version=2022-01-01&Path=upload%2Ffull%2Fa+b&IsAnonymous=true "
        ),
        "{head}"
    );
    assert!(!head.contains(KEY) && !head.to_lowercase().contains("apikey"), "{head}");
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_not_read() {
    let long = vec![b'x'; LIMIT + 1];
    let chunked = crate::scripted::chunked([&long[..LIMIT], &long[LIMIT..]]);
    for answer in [response("200 OK", "Content-Type: image/png\r\n", &long), chunked] {
        let (file, _) = fetched(answer).await;
        assert!(matches!(file.unwrap_err().kind, ErrorKind::TooLarge { limit: LIMIT }));
    }
    let (file, _) = fetched(response("200 OK", "Content-Type: image/png\r\n", &long[..LIMIT])).await;
    assert_eq!(file.unwrap().len(), LIMIT);
}

#[tokio::test]
async fn what_is_no_file_says_what_it_is() {
    let html = "Content-Type: text/html\r\n";
    for (answer, expected) in [
        (response("404 Not Found", "", ""), Category::NotThisApi),
        (json("200 OK", r#"{"ResponseMetadata":{"Error":{"Code":"NoSuchKey","Message":"no"}}}"#), Category::Refused),
        (response("200 OK", html, "<title>登录</title>"), Category::LoginPage),
        (response("302 Found", "Location: https://sso.example.edu/login\r\n", ""), Category::LoginPage),
    ] {
        let (file, _) = fetched(answer).await;
        assert_eq!(file.unwrap_err().category(), expected);
    }
    let saved = "Content-Type: text/html\r\nContent-Disposition: attachment\r\n";
    let (file, _) = fetched(response("200 OK", saved, "<h1>Login</h1>")).await;
    assert_eq!(file.unwrap(), b"<h1>Login</h1>", "a page that was stored as a file is a file");
}

#[tokio::test]
async fn files_are_stored_kept_and_removed_with_a_signature() {
    let stored =
        r#"{"ResponseMetadata":{"RequestId":"R"},"Result":{"Path":"upload/full/2c/f2/4d","Size":5,"Sha256":"2cf24d"}}"#;
    let key = r#"{"ResponseMetadata":{},"Result":{"Key":"k+/="}}"#;
    let answers = [stored, r#"{"Result":{"Path":"p","Size":5}}"#, key, "{}"].map(|body| json("200 OK", body));
    let mut steps = Vec::new();
    for answer in answers {
        steps.extend([Step::Send(answer), Step::Hear]);
    }
    let server = Scripted::start([steps]).await;
    let uploads = Uploads::new(&server.address, "AKexample", "SK-canary").unwrap();
    let file = NewFile { name: "a b.txt", content_type: "text/plain", id: "0123", expire: "15h" };
    let kept = uploads.store(file, "hello".into()).await.unwrap();
    assert_eq!((kept.path.as_str(), kept.size), ("upload/full/2c/f2/4d", 5));
    uploads.keep(&KeepFile { path: kept.path.clone(), id: "0123".into() }).await.unwrap();
    let key = uploads.download_key(&kept.path).await.unwrap().key;
    let link = uploads.link(&kept.path, &key);
    assert!(
        link.as_str()
            .ends_with("/down?Action=Download&Key=k%2B%2F%3D&Path=upload%2Ffull%2F2c%2Ff2%2F4d&Version=2022-01-01"),
        "{link}"
    );
    uploads.delete(&DeleteFile { id: "0123".into(), sha256: kept.sha256 }).await.unwrap();

    let heard = server.heard();
    assert_eq!(heard[0].body, "hello");
    assert!(
        heard[0].head.starts_with(
            "POST /up?Action=UploadRaw&ContentType=text%2Fplain&Expire=15h&Filename=a%20b.txt&Id=0123&Version=2022-01-01 "
        ),
        "{}",
        heard[0].head
    );
    for request in &heard {
        assert!(request.head.contains("HMAC-SHA256 Credential=AKexample/"), "{}", request.head);
        assert!(!request.head.contains("canary") && !request.head.contains(KEY), "{}", request.head);
    }
    assert_eq!(heard[3].body, r#"{"Id":"0123","Sha256":"2cf24d"}"#);
}

#[tokio::test]
async fn an_upload_that_is_refused_is_quoted_without_the_secret() {
    let refusal =
        r#"{"ResponseMetadata":{"RequestId":"R","Error":{"Code":"SignatureDoesNotMatch","Message":"not SK-canary"}}}"#;
    let server = Scripted::answering(json("403 Forbidden", refusal)).await;
    let uploads = Uploads::new(&format!("{}/up", server.address), "AK", "SK-canary").unwrap();
    let file = NewFile { name: "a", content_type: "text/plain", id: "0", expire: "1h" };
    let error = uploads.store(file, "a".into()).await.unwrap_err();
    assert_eq!(error.category(), Category::Forbidden);
    assert!(!format!("{error} {error:?} {uploads:?}").contains("canary"), "{error:?}");
    assert!(Uploads::new("ftp://x.edu", "AK", "SK").is_err() && Uploads::new("x", "AK", "SK").is_err());
}

#[tokio::test]
async fn a_trigger_is_started_with_its_own_keys_and_no_agents_key() {
    let server = Scripted::answering(json("200 OK", r#"{"runID":"r1"}"#)).await;
    let token = ApiKey::parse("token-1").unwrap();
    let body = TriggerWebhook([("grade".to_owned(), value!(7))].into_iter().collect());
    let run = client(&server.address).trigger("hook 1", &token, &body).await.unwrap();
    assert_eq!(run.run_id.as_str(), "r1");
    let heard = &server.heard()[0];
    assert!(heard.head.starts_with("POST /api/proxy/api/v1/trigger/webhook?key=hook+1 "), "{}", heard.head);
    assert!(heard.head.contains("Bearer token-1") && !heard.head.contains(KEY), "{}", heard.head);
    assert_eq!(heard.body, r#"{"grade":7}"#);
}

#[tokio::test]
async fn where_the_deployment_wants_it_the_app_id_stands_in_the_body() {
    let server = Scripted::answering(json("200 OK", r#"{"Name":"Guide"}"#)).await;
    client(&server.address).with_app_id("d2appid").call(&GetAppConfigPreview {}).await.unwrap();
    let heard = &server.heard()[0];
    assert_eq!(heard.body, r#"{"AppKey":"d2appid","UserID":"student-1"}"#);
    assert!(heard.head.contains(KEY), "the key is in the header all the same");
}
