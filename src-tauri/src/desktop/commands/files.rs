//! Files beside questions. The page hands over bytes, and is handed the bytes of what was attached; no command takes a
//! path.

use parlance_core::{
    Attachment, AttachmentId, AttachmentKind, ConversationId, NewAttachment, Problem, ProblemCode, Saved, TurnId,
};
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::ipc::{CommandArg, CommandItem, InvokeBody, InvokeError, InvokeResponseBody, IpcResponse};
use tauri::{Runtime, State};

use crate::desktop::Desktop;

/// Some bytes of a file as the body of a call, with the headers `file` and `at`.
pub(crate) struct Slice {
    file: AttachmentId,
    at: u32,
    bytes: Vec<u8>,
}

impl<'a, R: Runtime> CommandArg<'a, R> for Slice {
    fn from_command(command: CommandItem<'a, R>) -> Result<Self, InvokeError> {
        let header = |name: &str| command.message.headers().get(name).and_then(|value| value.to_str().ok());
        let (file, at) =
            (header("file").and_then(|file| file.parse().ok()), header("at").and_then(|at| at.parse().ok()));
        let bytes = match command.message.payload() {
            InvokeBody::Raw(bytes) => Some(bytes.clone()),
            // A web view without bodies sends the bytes as numbers.
            InvokeBody::Json(numbers) => serde_json::from_value(numbers.clone()).ok(),
        };
        match (file, at, bytes) {
            (Some(file), Some(at), Some(bytes)) => Ok(Self { file, at, bytes }),
            _ => Err(InvokeError::from("a slice has a file, a place and bytes")),
        }
    }
}

impl FunctionArg for Slice {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}

/// Bytes as the body of an answer; the page gets an `ArrayBuffer`.
#[derive(specta::Type)]
#[specta(transparent)]
pub(crate) struct Bytes(Vec<u8>);

impl Bytes {
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl IpcResponse for Bytes {
    fn body(self) -> tauri::Result<InvokeResponseBody> {
        Ok(InvokeResponseBody::Raw(self.0))
    }
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn attach(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    file: NewAttachment,
) -> Result<Attachment, Problem> {
    Ok(desktop.profile()?.attach(conversation, file).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_slice(desktop: State<'_, Desktop>, slice: Slice) -> Result<(), Problem> {
    Ok(desktop.profile()?.attach_slice(slice.file, slice.at, slice.bytes).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn attach_link(
    desktop: State<'_, Desktop>,
    conversation: ConversationId,
    url: String,
    name: String,
) -> Result<Attachment, Problem> {
    Ok(desktop.profile()?.attach_link(conversation, url, name).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn detach(desktop: State<'_, Desktop>, attachment: AttachmentId) -> Result<(), Problem> {
    Ok(desktop.profile()?.detach(attachment).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn upload_again(desktop: State<'_, Desktop>, attachment: AttachmentId) -> Result<(), Problem> {
    Ok(desktop.profile()?.upload_again(attachment).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn send_as(
    desktop: State<'_, Desktop>,
    attachment: AttachmentId,
    kind: AttachmentKind,
) -> Result<(), Problem> {
    Ok(desktop.profile()?.send_as(attachment, kind).await?)
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn file_bytes(desktop: State<'_, Desktop>, file: AttachmentId) -> Result<Bytes, Problem> {
    Ok(Bytes(desktop.profile()?.file_bytes(file).await?))
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_file(desktop: State<'_, Desktop>, turn: TurnId, file: AttachmentId) -> Result<Saved, Problem> {
    let folder = dirs::download_dir().or_else(|| Some(dirs::home_dir()?.join("Downloads")));
    let folder =
        folder.ok_or_else(|| Problem::new(ProblemCode::Storage, "the system names no folder for downloads"))?;
    Ok(desktop.profile()?.save_file(turn, file, folder).await?)
}
