export const general = {
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  back: "Back",
  retry: "Try again",
  undo: "Undo",
  dismiss: "Dismiss",
  details: "Details",
  copyDetails: "Copy details",
  notices: "Notices",
  startFailed: "Parlance could not open your history",
};
