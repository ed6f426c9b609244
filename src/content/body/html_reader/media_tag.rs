//! What images, frames, plug-ins and removed elements leave in the output, and which notices they give.

use super::{
    super::{link::source_url, provider::parse_embed_url},
    image_source::{ImageSource, frame_address},
    start_tag::StartTag,
};
use crate::content::notice::Notices;

/// Which images were written, to find the second copies that `noscript` has of lazily loaded ones.
#[derive(Default)]
pub(super) struct Images {
    /// Candidates of the `picture` that is open.
    pub(super) picture: Vec<String>,
    pub(super) in_noscript: bool,
    /// Whether the image before was a lazily loaded one, with no text since.
    pub(super) after_lazy: bool,
    /// Whether the image before was one of `noscript`.
    after_noscript: bool,
    last_url: String,
}

impl Images {
    /// The image of a tag in its largest size. `None` when it has no URL, or in `noscript` when it repeats the one before.
    pub(super) fn next(&mut self, tag: StartTag<'_>, notices: &mut Notices) -> Option<ImageSource> {
        // A `picture` has one image.
        let sources = std::mem::take(&mut self.picture);
        let Some(source) = ImageSource::of(&tag, &sources) else {
            if !self.in_noscript {
                notices.add("broken-address", || tag.example("src"));
            }
            return None;
        };
        let is_same = source.url == self.last_url;
        if self.in_noscript && (is_same || self.after_lazy) || self.after_noscript && is_same {
            self.after_lazy = false;
            return None;
        }
        self.after_lazy = source.is_lazy;
        self.after_noscript = self.in_noscript;
        self.last_url.clone_from(&source.url);
        Some(source)
    }
}

/// A link in a block of its own, which stands for a frame or plug-in.
pub(super) struct LinkBlock {
    /// `figure` for content of a known provider, which becomes an embed, or else `p`.
    pub(super) element: &'static str,
    pub(super) url: String,
    pub(super) text: String,
}

impl LinkBlock {
    fn embed(url: String) -> Self {
        Self { element: "figure", text: url.clone(), url }
    }

    /// The link of a frame. `None` when readers do not see the frame, or when its URL is not allowed.
    pub(super) fn of_frame(frame: StartTag<'_>, notices: &mut Notices) -> Option<Self> {
        let Some(address) = frame_address(&frame) else {
            notices.add("dropped-frame", || frame.example("title"));
            return None;
        };
        if let Ok((url, _)) = parse_embed_url(address) {
            return Some(Self::embed(url));
        }
        notices.add("dropped-frame", || address.to_owned());
        let has_size =
            !["width", "height"].iter().any(|name| matches!(frame.attribute(name), Some("0" | "1")));
        let style = frame.attribute("style").unwrap_or_default();
        let is_visible = has_size && !style.contains("none") && !style.contains("hidden");
        let url = source_url(address).filter(|_| is_visible)?;
        let title = frame.attribute("title").map(str::trim).filter(|title| !title.is_empty());
        Some(Self { element: "p", text: title.unwrap_or(&url).to_owned(), url })
    }

    /// The link of an `object` or `embed` of a known provider. Of others, the fallback content stays.
    pub(super) fn of_object(tag: StartTag<'_>, notices: &mut Notices) -> Option<Self> {
        let address = tag.attribute(if tag.name() == "embed" { "src" } else { "data" });
        if let Some(Ok((url, _))) = address.map(parse_embed_url) {
            return Some(Self::embed(url));
        }
        notices.add("dropped-object", || address.map_or_else(|| tag.example("type"), str::to_owned));
        None
    }
}

/// Adds the notice of an element that is removed with its content.
pub(super) fn add_removal(tag: StartTag<'_>, notices: &mut Notices) {
    match tag.name() {
        // The scripts of embed codes are not missed.
        "script" if tag.attribute("src").is_none_or(|url| parse_embed_url(url).is_err()) => {
            notices.add("dropped-script", || tag.example("src"));
        }
        "svg" => notices.add("dropped-graphic", || tag.example("class")),
        "datalist" | "select" | "textarea" => notices.add("dropped-form", || tag.example("name")),
        "template" => notices.add("dropped-template", || tag.example("id")),
        _ => {}
    }
}
