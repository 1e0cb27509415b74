//! What a desktop does to a window from outside. There is no window manager on the desk's screen, so this speaks to the
//! window as one would.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, MapState, Window};

/// Asks the window of this program to close, as the cross in its frame does.
pub fn close(display: &str, program: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (desktop, screen) = x11rb::connect(Some(display))?;
    let protocols = desktop.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
    let delete = desktop.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
    let root = desktop.setup().roots[screen].root;
    for window in desktop.query_tree(root)?.reply()?.children {
        if is_of(program, &desktop, window)? {
            let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
            desktop.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
            return Ok(());
        }
    }
    Err(format!("no window of {program} is on the screen").into())
}

fn is_of(program: &str, desktop: &impl Connection, window: Window) -> Result<bool, Box<dyn std::error::Error>> {
    let class = desktop.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?.reply()?;
    let seen = desktop.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
    Ok(seen && class.value.starts_with(format!("{program}\0").as_bytes()))
}
