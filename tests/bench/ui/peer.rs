//! The page in a plain web view, without the shell, on rows of its own: once as it is, once with another renderer.

use std::error::Error;
use std::time::{Duration, Instant};

use fantoccini::{ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use xtask::display::{Keyring, Seat};

use super::METER;
use super::figures::Figures;

/// WebKitGTK's own small browser: the same engine as the window's.
const BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";
const LIBRARIES: [&str; 3] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec"];

/// What an answer of this length costs in `page`, which is served below `base`.
pub(crate) async fn measured(base: &str, page: &str, length: usize) -> Result<Figures, Box<dyn Error>> {
    let browser =
        LIBRARIES.iter().map(|folder| format!("{folder}/{BROWSER}")).find(|path| std::path::Path::new(path).exists());
    let browser = browser.ok_or("there is no MiniBrowser here")?;
    let folder = tempfile::TempDir::new()?;
    let seat = Seat::start(folder.path(), Keyring::Missing, (1600, 1000))?;
    let driver = seat.driver()?;
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": browser, "args": ["--automation"] } });
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(capabilities.as_object().ok_or("an object")?.clone())
        .connect(&format!("http://127.0.0.1:{}", driver.port()))
        .await?;
    client.set_window_rect(0, 0, 1440, 900).await?;
    client.goto(&format!("{base}/{page}/index.html?host=fake&show=long&length={length}&locale=en&theme=light")).await?;
    let composer = client
        .wait()
        .at_most(Duration::from_secs(30))
        .for_element(Locator::Css("[data-testid=composer-input]"))
        .await?;
    client.execute(METER, vec![]).await?;
    composer.send_keys("Write much.\u{e007}").await?;
    client.wait().at_most(Duration::from_secs(30)).for_element(Locator::Css("[data-state=streaming]")).await?;
    client.execute("meter.begin()", vec![]).await?;
    let patience = Instant::now() + Duration::from_millis(u64::try_from(length)?) + Duration::from_secs(60);
    let over = "return [...document.querySelectorAll('[data-testid=answer]')].at(-1)?.dataset.state === 'done'";
    while client.execute(over, vec![]).await? != true {
        if Instant::now() > patience {
            return Err("the answer did not end in time".into());
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let rows = client.execute("meter.on = false; return meter.rows;", vec![]).await?;
    client.close().await?;
    Ok(Figures::of(&rows))
}
