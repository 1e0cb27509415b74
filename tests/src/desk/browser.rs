//! A plain web view on the same desk: the window's engine with nothing of Parlance in it, to compare with.

use std::path::PathBuf;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use xtask::display::Driver;

use super::Desk;

/// WebKitGTK's own small browser.
const BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";
const LIBRARIES: [&str; 3] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec"];

/// The web view, with a page.
pub struct Browser {
    client: Client,
    _driver: Driver,
}

impl Desk {
    /// Opens a page in a plain web view.
    pub async fn browser(&self, url: &str) -> Browser {
        let found = LIBRARIES.iter().map(|folder| PathBuf::from(folder).join(BROWSER)).find(|path| path.exists());
        let binary = found.expect("WebKitGTK brings its browser along");
        let driver = self.seat.driver().expect("WebKitWebDriver starts");
        let options = json!({ "binary": binary, "args": ["--automation"] });
        let capabilities = json!({ "webkitgtk:browserOptions": options, "timeouts": { "script": 60_000 } });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{}", driver.port()))
            .await
            .expect("the browser opens");
        client.goto(url).await.expect("the page opens");
        Browser { client, _driver: driver }
    }
}

impl Browser {
    /// Runs JavaScript in the page, waits for what it promises, and returns that.
    pub async fn awaits(&self, expression: &str, argument: &Value) -> Value {
        let script = format!(
            "const [given, done] = arguments; Promise.resolve({expression}).then(done, (thrown) => done(String(thrown)));"
        );
        self.client.execute_async(&script, vec![argument.clone()]).await.expect("the page runs scripts")
    }

    /// Closes it.
    pub async fn quit(self) {
        self.client.close().await.expect("the browser closes");
    }
}
