//! The block of a paragraph.

use super::{
    super::{block::Block, inline::Inline},
    attributes::LangDir,
    embed_code::bare_embed,
};

/// The block of a paragraph that is not empty: an image block for an image alone, an embed for the bare URL of a provider.
pub(in super::super) fn paragraph(
    content: Vec<Inline>,
    LangDir { lang, dir }: LangDir,
    may_be_embed: bool,
) -> Block {
    if let Some((Inline::Image { url, alt, width, height }, href)) = sole_image(&content) {
        let (url, alt, width, height) = (url.clone(), alt.clone(), *width, *height);
        return Block::Image {
            url,
            alt,
            width,
            height,
            href,
            lang,
            dir,
            caption: Vec::new(),
            credit: Vec::new(),
        };
    }
    match bare_embed(&content).filter(|_| may_be_embed) {
        Some((url, provider)) => Block::Embed { url, provider, lang, dir, caption: Vec::new() },
        None => Block::Paragraph { lang, dir, content },
    }
}

/// The image that is the whole content of a paragraph, and the URL of the link around it.
pub(super) fn sole_image(content: &[Inline]) -> Option<(&Inline, Option<String>)> {
    match content {
        [image @ Inline::Image { .. }] => Some((image, None)),
        [Inline::Link { href, title: None, lang: None, dir: None, content }] => match content.as_slice() {
            [image @ Inline::Image { .. }] => Some((image, Some(href.clone()))),
            _ => None,
        },
        _ => None,
    }
}
