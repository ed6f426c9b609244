//! The blocks of a body. Their doc comments are the API reference for developers of apps and editors.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use utoipa::ToSchema;

use super::inline::{Dir, Inline};
use super::provider::Provider;

/// One block of an article body. The member `type` selects the kind of block.
///
/// Responses omit members without a value: without `lang`, the block is in the article's language; without `caption`, there is no
/// caption. In requests, `null` counts as omitted. Lists and quotes nest at most 16 deep, and so do links and marks in inline
/// content.
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
        /// Heading level: 2, 3 or 4, as in `h2` to `h4`.
        #[schema(minimum = 2, maximum = 4)]
        level: u8,
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
        /// `true` for a numbered list, which starts at 1; `false` for a bulleted list.
        ordered: bool,
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
        /// Language of the caption (BCP 47), when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Caption, including the credit.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
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
        /// Header rows, usually one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        head: Vec<Vec<Cell>>,
        /// Body rows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        body: Vec<Vec<Cell>>,
    },
    /// Preformatted text, such as source code. Show it with its line breaks and spaces.
    Code {
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
}

/// Table cell.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Cell {
    /// `true` for a header cell of a row or column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Cells to which a header cell applies. Only header cells may have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Number of columns that the cell spans, when more than one.
    #[schema(minimum = 1, maximum = 1000)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colspan: Option<u32>,
    /// Number of rows that the cell spans, when more than one.
    #[schema(minimum = 1, maximum = 1000)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rowspan: Option<u32>,
    /// Language of the cell (BCP 47), when it differs from the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Writing direction, when it differs from the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<Dir>,
    /// Inline content. It may be empty.
    #[serde(default)]
    pub content: Vec<Inline>,
}

/// Cells to which a header cell applies, with the values of the HTML attribute `scope`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The cells of its row.
    Row,
    /// The cells of its column.
    Col,
    /// The cells of its group of rows.
    RowGroup,
    /// The cells of its group of columns.
    ColGroup,
}
