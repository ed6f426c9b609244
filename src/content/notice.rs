//! Notices: what a write dropped or changed in meaning, although it succeeded.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The maximum length of an example in characters.
const MAX_EXAMPLE_LENGTH: usize = 200;

/// Something that was dropped from the input or changed in meaning. The write succeeds all the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Notice {
    /// Stable code for programs. New codes may be added.
    ///
    /// - `broken-address`: a link, image, video or source has no URL that the body can keep. The text stays.
    /// - `dropped-form`: a form field; labels and buttons stay as text.
    /// - `dropped-frame`: a frame of an unknown provider; a link to its URL stays, if it has one and was visible.
    /// - `dropped-graphic`: an inline SVG graphic or a canvas.
    /// - `dropped-object`: an `object` or plug-in; its fallback content stays.
    /// - `dropped-script`: a script.
    /// - `dropped-tag`: a tag or comment of more than 48 KiB, such as an image in a `data:` URL.
    /// - `dropped-template`: a `template` element, which readers do not see.
    /// - `flattened-nesting`: elements that nest too deep; their text stays.
    /// - `shortened-text`: an alternative text or title of more than 1,000 characters.
    /// - `unknown-element`: an element that HTML does not define; its content stays.
    #[schema(example = "dropped-script")]
    pub code: String,
    /// How often it occurs.
    pub count: u32,
    /// The first occurrence, up to 200 characters: the URL, or the tag.
    #[schema(example = "<script src=\"https://example.org/widget.js\">")]
    pub example: String,
    /// JSON pointer (RFC 6901) to the member of the request body.
    #[schema(example = "/body/value")]
    pub pointer: String,
}

/// The notices of one member. Equal codes are counted together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Notices {
    list: Vec<Notice>,
}

impl Notices {
    /// Counts one occurrence. `example` is used only for the first one of a code.
    pub fn add(&mut self, code: &str, example: impl FnOnce() -> String) {
        match self.list.iter_mut().find(|notice| notice.code == code) {
            Some(notice) => notice.count = notice.count.saturating_add(1),
            None => {
                let example = example().chars().take(MAX_EXAMPLE_LENGTH).collect();
                self.list.push(Notice { code: code.to_owned(), count: 1, example, pointer: String::new() });
            }
        }
    }

    /// The notices, about the member at `pointer`, by code.
    pub fn about(mut self, pointer: &str) -> Vec<Notice> {
        self.list.sort_by(|a, b| a.code.cmp(&b.code));
        self.list.iter_mut().for_each(|notice| pointer.clone_into(&mut notice.pointer));
        self.list
    }
}
