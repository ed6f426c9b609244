//! The blocks of a body. Their doc comments are the API reference for developers of apps and editors.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use utoipa::ToSchema;

use super::block_part::{Align, Cell, GalleryImage};
use super::inline::{Dir, Inline};
use super::provider::Provider;

/// One block of an article body. The member `type` selects the kind of block.
///
/// Responses omit members without a value: without `lang`, the block is in the article's language; without `caption`, there is no
/// caption. In requests, `null` counts as omitted. Lists, description lists, quotes and footnotes nest at most 16 deep, and so do
/// links and marks in inline content.
#[derive(Clone, Debug, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Block {
    /// Paragraph with inline content. It is never empty in responses.
    Paragraph {
        /// Language of the paragraph (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Inline content.
        content: Vec<Inline>,
    },
    /// Heading within the article. The headline is level 1 and not part of the body.
    Heading {
        /// Heading level: 2 to 6, as in `h2` to `h6`.
        #[schema(minimum = 2, maximum = 6)]
        level: u8,
        /// Target for links within the body, such as `s-results` for the link `#s-results`. It is unique in the body and always
        /// begins with `s-`; the server adds the prefix when it is missing.
        #[schema(max_length = 100)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// Language of the heading (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Inline content.
        content: Vec<Inline>,
    },
    /// Bulleted or numbered list. In responses it has at least one item.
    List {
        /// `true` for a numbered list, `false` for a bulleted list.
        ordered: bool,
        /// Number of the first item of a numbered list, when it is not 1.
        #[schema(minimum = -999_999_999, maximum = 999_999_999)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<i32>,
        /// `true` when the numbers of a numbered list count down.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reversed: bool,
        /// Language of the list (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// List items. Each is a list of blocks: usually one paragraph, which a nested list may follow.
        #[schema(no_recursion)]
        items: Vec<Vec<Block>>,
    },
    /// Description list, such as questions and answers or a glossary. In responses it has at least one item.
    DescriptionList {
        /// Language of the list (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Groups of terms and their descriptions.
        items: Vec<DescriptionItem>,
    },
    /// Block quotation from another source.
    Quote {
        /// URL of the source: `http`, `https`, or a path on this site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
        /// Language of the quote (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Quoted blocks.
        #[schema(no_recursion)]
        content: Vec<Block>,
    },
    /// Pull quote: a passage from the article, or words of a person in it, set off from the text for emphasis.
    PullQuote {
        /// Language of the quote (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Text of the pull quote. It is never empty in responses.
        content: Vec<Inline>,
        /// Name of the speaker or source.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attribution: Vec<Inline>,
    },
    /// Image with an optional caption.
    Image {
        /// URL of the image: `http`, `https`, or a path on this site.
        url: String,
        /// Alternative text for readers who cannot see the image, up to 1,000 characters. Empty for a decorative image.
        alt: String,
        /// Width in pixels, when known.
        #[schema(minimum = 1, maximum = 65_535)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<u32>,
        /// Height in pixels, when known.
        #[schema(minimum = 1, maximum = 65_535)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height: Option<u32>,
        /// URL that the image links to, such as a larger version: as `href` of a link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        href: Option<String>,
        /// Language of the caption (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Credit of the image, such as the photographer and the agency.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        credit: Vec<Inline>,
    },
    /// Several images that belong together. In responses it has at least one image.
    Gallery {
        /// Language of the gallery (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Images, in order.
        images: Vec<GalleryImage>,
        /// Caption of the whole gallery.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// Video file. Videos of a provider such as YouTube are embeds.
    Video {
        /// URL of the video: `http`, `https`, or a path on this site.
        url: String,
        /// URL of an image that is shown before the video plays: `http`, `https`, or a path on this site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poster: Option<String>,
        /// Language of the caption (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Credit of the video, such as the photographer and the agency.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        credit: Vec<Inline>,
    },
    /// Audio file. Audio of a provider such as SoundCloud is an embed.
    Audio {
        /// URL of the audio: `http`, `https`, or a path on this site.
        url: String,
        /// Language of the caption (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Credit of the audio, such as the photographer and the agency.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        credit: Vec<Inline>,
    },
    /// File for readers to download, such as a PDF document.
    File {
        /// URL of the file: `http`, `https`, or a path on this site.
        url: String,
        /// Title of the file, which the link shows.
        title: String,
        /// Language of the title (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
    },
    /// Embedded content of another site, such as a post, a video or a chart. The HTML form contains a link to it; apps may show the
    /// provider's player or widget instead.
    Embed {
        /// URL of the content: `https`, at one of the known providers.
        #[schema(pattern = "^https://")]
        url: String,
        /// Provider, derived from `url`. It may be omitted in requests; otherwise it must match `url`.
        #[schema(required = false)]
        provider: Provider,
        /// Language of the caption (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// Table. Rows may have different numbers of cells when cells span columns or rows.
    Table {
        /// Language of the table (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Alignment of each column, from the first one on. It may be shorter than the rows; `null` is the default alignment.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        alignment: Vec<Option<Align>>,
        /// Header rows, usually one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        head: Vec<Vec<Cell>>,
        /// Body rows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        body: Vec<Vec<Cell>>,
    },
    /// Preformatted text, such as source code. Show it with its line breaks and spaces.
    Code {
        /// Programming or markup language, such as `rust` or `json`, when known.
        #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9+#._-]{0,39}$")]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// Natural language of the text (BCP 47), when it differs from the article's. It is not the programming language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Text. Lines are separated by `\n`; there is none at the end.
        text: String,
    },
    /// Thematic break between two parts of the article, usually shown as a horizontal line.
    Divider,
    /// Footnotes that the inline items `footnote` refer to. A body has at most one such block, not inside of another block.
    Footnotes {
        /// Notes, in the order of their numbers. At least one of them is referred to.
        notes: Vec<Note>,
    },
}

/// Group of a description list: terms, and the descriptions that belong to them.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct DescriptionItem {
    /// Terms, each with inline content.
    pub terms: Vec<Vec<Inline>>,
    /// Descriptions, each a list of blocks.
    #[schema(no_recursion)]
    pub descriptions: Vec<Vec<Block>>,
}

/// Footnote.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Note {
    /// Identifier that references name. It is unique in the body and always begins with `s-`; the server adds the prefix when it is
    /// missing.
    #[schema(max_length = 100)]
    pub id: String,
    /// Text of the note. It is never empty in responses.
    #[schema(no_recursion)]
    pub content: Vec<Block>,
}

impl From<GalleryImage> for Block {
    fn from(image: GalleryImage) -> Self {
        let GalleryImage { url, alt, width, height, href, lang, dir, caption, credit } = image;
        Self::Image { url, alt, width, height, href, lang, dir, caption, credit }
    }
}
