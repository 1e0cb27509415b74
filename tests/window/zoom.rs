//! Everything in the window, larger and smaller.

use crate::desk::{CONTROL, Desk, ESCAPE};

/// Whether nothing is wider than the window that should not be.
const NOTHING_CUT: &str = "document.documentElement.scrollWidth <= innerWidth
    && [...document.querySelectorAll('button, [role=radio], h1, h2, h3, textarea')].every((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width === 0 || getComputedStyle(one).visibility === 'hidden' || (left >= -1 && right <= innerWidth + 1);
    })";

#[tokio::test]
async fn twice_as_large_the_window_is_a_narrow_one() {
    for (locale, name) in [("en", "zoom-en"), ("zh-CN", "zoom-zh")] {
        let desk = Desk::new(name).size(1280, 800).locale(locale);
        let window = desk.open().await;
        window.find("new-conversation").await;
        window.until("innerWidth === 1280").await;
        window.press(&[CONTROL, '=']).await;
        window.until("innerWidth < 1200").await;
        window.press(&[CONTROL, '0']).await;
        window.until("innerWidth === 1280").await;
        window.click("settings-open").await;
        let twice = window.find_css("[data-testid=settings-zoom] [data-value='200']").await;
        twice.click().await.expect("a size can be chosen");
        window.until("innerWidth === 640").await;
        window.until(NOTHING_CUT).await;
        window.photograph(&format!("{name}-settings")).await;
        window.press(&[ESCAPE]).await;
        window.until("!dialog()").await;
        window.until(NOTHING_CUT).await;
        window.photograph(&format!("{name}-200")).await;
        window.quit().await;
    }
}
