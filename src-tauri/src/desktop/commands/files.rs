//! Files beside questions. The page hands over bytes, and is handed what can be shown of what was attached; no command
//! takes a path.

use parlance_core::{
    Attachment, AttachmentId, AttachmentKind, Content, ConversationId, NewAttachment, Problem, Saved, TurnId,
};
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::ipc::{CommandArg, CommandItem, InvokeBody, InvokeError, InvokeResponseBody, IpcResponse};
use tauri::{Runtime, State, WebviewWindow};

use crate::desktop::Desktop;
use crate::desktop::destination::destination;

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

/// Something to be shown, as the body of an answer: its media type, the end of that line, its bytes.
#[derive(specta::Type)]
#[specta(transparent)]
pub(crate) struct Shown(Vec<u8>);

impl From<Content> for Shown {
    fn from(Content { media_type, mut bytes }: Content) -> Self {
        bytes.splice(..0, media_type.bytes().chain([b'\n']));
        Self(bytes)
    }
}

impl IpcResponse for Shown {
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
pub(crate) async fn file_content(desktop: State<'_, Desktop>, file: AttachmentId) -> Result<Shown, Problem> {
    Ok(desktop.profile()?.file_content(file).await?.into())
}

#[tauri::command]
#[specta::specta]
pub(crate) async fn save_file(
    window: WebviewWindow,
    desktop: State<'_, Desktop>,
    turn: TurnId,
    file: AttachmentId,
    dialog: Option<String>,
) -> Result<Option<Saved>, Problem> {
    let profile = desktop.profile()?;
    let name = profile.file_name(turn, file).await?;
    let Some(to) = destination(&window, dialog, name).await? else { return Ok(None) };
    Ok(Some(desktop.saved(profile.save_file(turn, file, to).await?)))
}
