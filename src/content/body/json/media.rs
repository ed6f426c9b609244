//! Reads images, galleries, videos, audio, files and embeds.

use serde_json::Value;

use super::{
    super::{
        Block, GalleryImage, Inline,
        link::source_url,
        provider::{NotEmbeddable, Provider, parse_embed_url},
    },
    inline::{self, SOURCE, inlines, lang_and_dir, link},
    json_pointer::JsonPointer,
    object_reader::ObjectReader,
    value::{enum_value, list, single_line, string, url},
};
use crate::content::invisible;

pub(super) fn image(object: &mut ObjectReader<'_, '_>) -> Block {
    captioned_image(object).into()
}

pub(super) fn gallery(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let images: Vec<GalleryImage> = object.required("images", list(gallery_image)).unwrap_or_default();
    if images.len() < 2 {
        let detail = "must have at least two images: use the block `image` for one";
        object.member_fault("images", "too-few", detail);
    }
    let caption = object.optional("caption", inlines).unwrap_or_default();
    Block::Gallery { lang, dir, images, caption }
}

fn gallery_image(value: Value, pointer: &mut JsonPointer<'_>) -> Option<GalleryImage> {
    let mut object = ObjectReader::new(value, pointer)?;
    let image = captioned_image(&mut object);
    object.finish();
    Some(image)
}

/// The members of an image, also as one of a gallery.
fn captioned_image(object: &mut ObjectReader<'_, '_>) -> GalleryImage {
    let (lang, dir) = lang_and_dir(object);
    let (url, alt, width, height) = inline::image(object);
    let href = object.optional("href", link);
    let (caption, credit) = caption_and_credit(object);
    GalleryImage { url, alt, width, height, href, lang, dir, caption, credit }
}

pub(super) fn video(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let media_url = object.required("url", url(source_url, SOURCE)).unwrap_or_default();
    let poster = object.optional("poster", url(source_url, SOURCE));
    let (caption, credit) = caption_and_credit(object);
    Block::Video { url: media_url, poster, lang, dir, caption, credit }
}

pub(super) fn audio(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let media_url = object.required("url", url(source_url, SOURCE)).unwrap_or_default();
    let (caption, credit) = caption_and_credit(object);
    Block::Audio { url: media_url, lang, dir, caption, credit }
}

pub(super) fn file(object: &mut ObjectReader<'_, '_>) -> Block {
    let (lang, dir) = lang_and_dir(object);
    let url = object.required("url", file_url).unwrap_or_default();
    let title = object.required("title", title).unwrap_or_default();
    Block::File { url, title, lang, dir }
}

/// An embed. `None` when its URL is faulty.
pub(super) fn embed(object: &mut ObjectReader<'_, '_>) -> Option<Block> {
    let (lang, dir) = lang_and_dir(object);
    let caption = object.optional("caption", inlines).unwrap_or_default();
    let stated: Option<Provider> = object.optional("provider", enum_value);
    let target = object.required("url", |value, pointer| {
        // The schema requires `https://` in lower case. HTML input may have capitals and spaces here.
        let url = string(value, pointer)?;
        let target =
            if url.starts_with("https://") { parse_embed_url(&url) } else { Err(NotEmbeddable::Url) };
        let (code, detail) = match target {
            Ok(target) => return Some(target),
            Err(NotEmbeddable::Url) => (
                "invalid-url",
                "must be a URL that begins with `https://`, without a user name, password or port",
            ),
            Err(NotEmbeddable::Provider) => {
                ("unknown-provider", "must be a URL of a known provider: use a `link` for other sites")
            }
        };
        pointer.fault(code, detail);
        None
    });
    let (url, provider) = target?;
    if stated.is_some_and(|stated| stated != provider) {
        object.member_fault(
            "provider",
            "wrong-provider",
            "must be the provider of `url`: correct it or omit it",
        );
    }
    Some(Block::Embed { url, provider, lang, dir, caption })
}

fn caption_and_credit(object: &mut ObjectReader<'_, '_>) -> (Vec<Inline>, Vec<Inline>) {
    ["caption", "credit"].map(|name| object.optional(name, inlines).unwrap_or_default()).into()
}

/// The URL of a file. Content of a provider is an embed.
fn file_url(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let url = url(source_url, SOURCE)(value, pointer)?;
    if parse_embed_url(&url).is_ok() {
        pointer.fault("not-here", "is content of a known provider: use the block `embed`");
    }
    Some(url)
}

fn title(value: Value, pointer: &mut JsonPointer<'_>) -> Option<String> {
    let title = single_line(value, pointer)?;
    if invisible::is_blank(&title) || title.chars().all(|c| c.is_control() || c.is_whitespace()) {
        pointer.fault("empty", "must not be empty: give the text of the link");
    }
    Some(title)
}
