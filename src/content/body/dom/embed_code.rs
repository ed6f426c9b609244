//! Recognises embeds by the markup that providers give out, and by their bare URLs.

use scraper::ElementRef;

use super::{
    super::{
        block::Block,
        inline::Inline,
        link::{link_url, source_url},
        provider::{Provider, parse_embed_url},
    },
    attributes::{LangDir, collapsed},
    context::Context,
    inline_builder::InlineBuilder,
    inline_element::trim_end,
    style::has_class,
};
use crate::content::invisible;

/// Where an embed code has the URL of its content.
enum Url {
    /// In an attribute.
    Attribute(&'static str),
    /// In an attribute, after this beginning.
    Suffix(&'static str, &'static str),
    /// In the first link to the provider.
    FirstLink,
    /// In the last link to the provider.
    LastLink,
}

/// The embed codes by the class of their element. To add one, add its provider in `provider`, too.
const CODES: &[(&str, Url, Provider)] = &[
    ("twitter-tweet", Url::LastLink, Provider::X),
    ("twitter-video", Url::LastLink, Provider::X),
    ("instagram-media", Url::Attribute("data-instgrm-permalink"), Provider::Instagram),
    ("instagram-media", Url::LastLink, Provider::Instagram),
    ("tiktok-embed", Url::Attribute("cite"), Provider::Tiktok),
    ("bluesky-embed", Url::LastLink, Provider::Bluesky),
    ("text-post-media", Url::Attribute("data-text-post-permalink"), Provider::Threads),
    ("reddit-embed-bq", Url::FirstLink, Provider::Reddit),
    ("reddit-card", Url::FirstLink, Provider::Reddit),
    ("fb-post", Url::Attribute("data-href"), Provider::Facebook),
    ("fb-video", Url::Attribute("data-href"), Provider::Facebook),
    ("mastodon-embed", Url::Attribute("data-embed-url"), Provider::Mastodon),
    ("flourish-embed", Url::Suffix("data-src", "https://public.flourish.studio/"), Provider::Flourish),
    ("infogram-embed", Url::Suffix("data-id", "https://infogram.com/"), Provider::Infogram),
];

/// The id of Datawrapper's element begins with this, and the id of the chart follows.
const DATAWRAPPER_ID: &str = "datawrapper-vis-";

/// The embed of a provider's code, with its words as the caption. `None` for other elements.
pub(super) fn embed_code(element: ElementRef<'_>, context: &Context) -> Option<Block> {
    if !matches!(element.value().name(), "blockquote" | "div") {
        return None;
    }
    let (url, provider) = datawrapper(element).or_else(|| {
        let codes = CODES.iter().filter(|(class, ..)| has_class(element, class));
        codes.filter_map(|(_, url, provider)| code_url(element, url, *provider)).next()
    })?;
    let LangDir { lang, dir } = context.lang_dir_of(element);
    Some(Block::Embed { url, provider, lang, dir, caption: caption(element) })
}

fn datawrapper(element: ElementRef<'_>) -> Option<(String, Provider)> {
    let chart = element.attr("id")?.strip_prefix(DATAWRAPPER_ID)?;
    parse_embed_url(&format!("https://datawrapper.dwcdn.net/{chart}/")).ok()
}

fn code_url(element: ElementRef<'_>, url: &Url, provider: Provider) -> Option<(String, Provider)> {
    let parse = |url: &str| parse_embed_url(url).ok().filter(|(_, actual)| *actual == provider);
    let links = element.descendent_elements().filter_map(|link| link.attr("href")).filter_map(parse);
    match url {
        Url::Attribute(name) => parse(element.attr(name)?),
        Url::Suffix(name, start) => parse(&format!("{start}{}", element.attr(name)?)),
        Url::FirstLink => links.into_iter().next(),
        Url::LastLink => links.last(),
    }
}

/// The words of an embed code: its text, or else the alternative texts of its images.
fn caption(element: ElementRef<'_>) -> Vec<Inline> {
    let mut caption = InlineBuilder::content_of(element);
    let images = caption.extract_if(.., |item| matches!(item, Inline::Image { .. })).collect::<Vec<_>>();
    if caption.is_empty() {
        let texts = images.iter().filter_map(|item| match item {
            Inline::Image { alt, .. } if !alt.trim().is_empty() => Some(alt.as_str()),
            _ => None,
        });
        caption.extend(texts.take(1).map(|alt| Inline::Text { text: alt.to_owned() }));
    }
    trim_end(&mut caption);
    caption
}

/// The embed that a paragraph means by the bare URL of a known provider. The home page of a provider is no embed.
pub(super) fn bare_embed(content: &[Inline]) -> Option<(String, Provider)> {
    let text = match content {
        [Inline::Text { text }] => text,
        [Inline::Link { href, title: None, lang: None, dir: None, content }] => match content.as_slice() {
            [Inline::Text { text }] if link_url(text).as_ref() == Some(href) => text,
            _ => return None,
        },
        _ => return None,
    };
    let has_scheme = text.starts_with("https://") || text.starts_with("http://");
    let (url, provider) = parse_embed_url(text).ok().filter(|_| has_scheme && !text.contains(' '))?;
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    (!path.is_empty()).then_some((url, provider))
}

/// The file block of WordPress: a link, and a button with the same URL.
pub(super) fn file_link(element: ElementRef<'_>, context: &Context) -> Option<Block> {
    if !has_class(element, "wp-block-file") {
        return None;
    }
    let links: Vec<_> = element.descendent_elements().filter(|inner| inner.value().name() == "a").collect();
    let (link, buttons) = links.split_first()?;
    let url = source_url(link.attr("href")?).filter(|url| parse_embed_url(url).is_err())?;
    let is_button = |button: &ElementRef<'_>| has_class(*button, "wp-block-file__button");
    let title = collapsed(link.text());
    // Other text would be lost.
    let has_other_text = visible(element).ne(links.iter().flat_map(|link| visible(*link)));
    if invisible::is_blank(&title) || !buttons.iter().all(is_button) || has_other_text {
        return None;
    }
    let LangDir { lang, dir } = context.lang_dir_of(element);
    Some(Block::File { url, title, lang, dir })
}

/// The characters of an element's text without white space.
fn visible(element: ElementRef<'_>) -> impl Iterator<Item = char> {
    element.text().flat_map(str::chars).filter(|c| !c.is_whitespace())
}
