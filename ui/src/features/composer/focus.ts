/**
 * When the composer's field takes the focus by itself: when a conversation is opened, when the window comes to the front,
 * and after sending. Never from somebody who is elsewhere: in a dialog or a menu, on another control, or reading with a
 * selection in the log.
 */

export function mayTakeFocus(): boolean {
  const at = document.activeElement;
  if (at !== null && at !== document.body) return false;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return false;
  return getSelection()?.isCollapsed ?? true;
}
