//! What a desktop does to a window from outside. There is no window manager on the desk's screen, so this speaks to the
//! window as one would.

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MapState,
    Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;

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

/// What a person presses in a dialog of the system.
const SHIFT: u32 = 0xffe1;
const CONTROL: u32 = 0xffe3;
const RETURN: u32 = 0xff0d;
const ESCAPE: u32 = 0xff1b;

/// Writes this name into a dialog of the system with this title, in the place of the one that is there, and takes it; puts
/// the dialog away where there is none.
pub fn answer(display: &str, title: &str, name: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let (desktop, screen) = x11rb::connect(Some(display))?;
    let root = desktop.setup().roots[screen].root;
    let property = desktop.intern_atom(false, b"_NET_WM_NAME")?.reply()?.atom;
    let mut dialog = None;
    for window in desktop.query_tree(root)?.reply()?.children {
        let named = desktop.get_property(false, window, property, AtomEnum::ANY, 0, 64)?.reply()?.value;
        let seen = desktop.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
        if seen && named == title.as_bytes() {
            dialog = Some(window);
        }
    }
    let Some(dialog) = dialog else { return Err(format!("no dialog {title} is on the screen").into()) };
    // Nobody else on this screen says who has the keyboard.
    desktop.set_input_focus(InputFocus::PARENT, dialog, x11rb::CURRENT_TIME)?.check()?;
    let Some(name) = name else { return press(&desktop, root, &[ESCAPE]) };
    press(&desktop, root, &[CONTROL, u32::from('a')])?;
    for letter in name.chars() {
        press(&desktop, root, &[u32::from(letter)])?;
    }
    press(&desktop, root, &[RETURN])
}

/// Holds these keys together, and lets go of them.
fn press(desktop: &impl Connection, root: Window, keys: &[u32]) -> Result<(), Box<dyn std::error::Error>> {
    let (first, last) = (desktop.setup().min_keycode, desktop.setup().max_keycode);
    let map = desktop.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let width = usize::from(map.keysyms_per_keycode);
    let mut held = Vec::new();
    for key in keys {
        let at = |level: usize| map.keysyms.chunks(width).position(|of_key| of_key.get(level) == Some(key));
        let place = at(0).map(|place| (place, false)).or_else(|| at(1).map(|place| (place, true)));
        let (place, shifted) = place.ok_or("the keyboard has no such key")?;
        if shifted {
            let shift = map.keysyms.chunks(width).position(|of_key| of_key.first() == Some(&SHIFT));
            held.push(first + u8::try_from(shift.ok_or("the keyboard has no such key")?)?);
        }
        held.push(first + u8::try_from(place)?);
    }
    for (kind, code) in
        held.iter().map(|code| (KEY_PRESS_EVENT, code)).chain(held.iter().rev().map(|code| (KEY_RELEASE_EVENT, code)))
    {
        desktop.xtest_fake_input(kind, *code, x11rb::CURRENT_TIME, root, 0, 0, 0)?.check()?;
    }
    Ok(())
}

fn is_of(program: &str, desktop: &impl Connection, window: Window) -> Result<bool, Box<dyn std::error::Error>> {
    let class = desktop.get_property(false, window, AtomEnum::WM_CLASS, AtomEnum::STRING, 0, 64)?.reply()?;
    let seen = desktop.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
    Ok(seen && class.value.starts_with(format!("{program}\0").as_bytes()))
}
