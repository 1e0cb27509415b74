//! A page that renders answers as many programs do: Markdown to HTML, put into the page as it is; diagrams with links and
//! HTML in their labels; formulas that are trusted; no policy. It shows that the watch sees what there is to see.

use std::path::Path;

use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::sink::Sink;
use super::{Harm, Payload};
use crate::desk::Desk;

const PAGE: &str = r#"<!doctype html><meta charset="utf-8">
<script src="/marked/lib/marked.umd.js"></script>
<script src="/mermaid/dist/mermaid.min.js"></script>
<script src="/katex/dist/katex.min.js"></script>
<script>
    const executed = new Set();
    mermaid.initialize({ startOnLoad: false, securityLevel: "loose", htmlLabels: true, flowchart: { htmlLabels: true } });
    // A frame an answer, so that one that leads away takes only its own frame with it.
    async function show(text) {
        const frame = document.createElement("iframe");
        document.body.append(frame);
        const page = frame.contentDocument;
        frame.contentWindow.canary = (name) => { executed.add(String(name)); };
        page.body.innerHTML = marked.parse(text);
        for (const code of page.querySelectorAll("code.language-mermaid")) {
            const drawn = await mermaid.render("m" + Math.random().toString(36).slice(2), code.textContent).catch(() => undefined);
            if (drawn) code.parentElement.innerHTML = drawn.svg;
        }
        for (const one of text.matchAll(/\$\$?([^$]+)\$\$?/g)) {
            const place = page.createElement("p");
            place.innerHTML = katex.renderToString(one[1], { trust: true, strict: false, throwOnError: false });
            page.body.append(place);
        }
        for (const one of page.querySelectorAll("a, button")) one.click();
    }
    const soon = (ms) => new Promise((done) => setTimeout(done, ms));
    async function all(texts) {
        for (const text of texts) await Promise.race([show(text).catch(() => undefined), soon(1500)]);
        return [...executed];
    }
    // What is pressed or loaded takes its time.
    const frame = () => new Promise(requestAnimationFrame);
    async function enough(count) {
        for (const end = performance.now() + 20_000; executed.size < count && performance.now() < end; ) await frame();
        return [...executed];
    }
</script>"#;

/// Payloads that have to run before the watch counts as seeing.
pub(super) const ENOUGH: usize = 40;

/// What the corpus does in the page.
pub(super) async fn harm(desk: &Desk, corpus: &[Payload], sink: &Sink) -> Harm {
    let browser = desk.browser(&serve().await).await;
    // Size alone does no harm, and takes long here.
    let texts: Vec<&str> = corpus.iter().map(|one| one.text.as_str()).filter(|text| text.len() < 4_000).collect();
    browser.awaits("all(given)", &json!(texts)).await;
    let executed = browser.awaits("enough(given)", &json!(ENOUGH)).await;
    browser.quit().await;
    Harm { executed: serde_json::from_value(executed).expect("names"), requested: sink.heard() }
}

/// Serves the page and the libraries that it uses, from where the real page has them.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    format!("http://{address}/")
}

async fn answer(mut stream: TcpStream) -> Option<()> {
    let mut head = [0; 4096];
    let read = stream.read(&mut head).await.ok()?;
    let line = String::from_utf8_lossy(&head[..read]);
    let path = line.split(' ').nth(1)?.to_owned();
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("ui").join("node_modules");
    let (kind, body) = match path.strip_suffix(".js") {
        Some(_) => ("text/javascript", std::fs::read(modules.join(path.trim_start_matches('/'))).unwrap_or_default()),
        None => ("text/html", PAGE.as_bytes().to_vec()),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), &body].concat()).await.ok()
}
