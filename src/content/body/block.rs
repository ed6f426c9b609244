//! The blocks a body is made of. Their doc comments are the reference for front-end developers.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use utoipa::ToSchema;

use super::inline::{Dir, Inline};
use super::provider::Provider;

/// One block of an article body, told apart by `type`.
///
/// Members that say nothing are left out: no `lang` means the article's language, no `caption` means there is none. When writing,
/// `null` counts as left out. Lists and quotes nest at most 16 deep, and so do links and marks within a text.
#[derive(Clone, Debug, Deserialize, Eq, IntoStaticStr, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Block {
    /// A paragraph of text; never empty.
    Paragraph {
        /// Language of the paragraph (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The text.
        content: Vec<Inline>,
    },
    /// A heading inside the article; the headline itself is level 1 and not part of the body.
    Heading {
        /// 2, 3 or 4.
        #[schema(minimum = 2, maximum = 4)]
        level: u8,
        /// Language of the heading (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The text.
        content: Vec<Inline>,
    },
    /// A bulleted or numbered list with at least one item.
    List {
        /// True for a numbered list. Numbers start at 1.
        ordered: bool,
        /// Language of the list (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The items, each a list of blocks: mostly one paragraph, sometimes followed by a list.
        #[schema(no_recursion)]
        items: Vec<Vec<Block>>,
    },
    /// Words quoted from elsewhere.
    Quote {
        /// URL of the source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
        /// Language of the quote (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The quoted blocks.
        #[schema(no_recursion)]
        content: Vec<Block>,
    },
    /// Words of the article or of somebody in it, set apart to catch the eye.
    PullQuote {
        /// Language of the quote (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The words; never empty.
        content: Vec<Inline>,
        /// Whose words they are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attribution: Vec<Inline>,
    },
    /// A picture of its own, with its caption.
    Image {
        /// Where the picture is: `http`, `https`, or a path on this site.
        url: String,
        /// What the picture shows, for those who cannot see it. Empty when it is decoration.
        alt: String,
        /// Width in pixels, when the editor gave it.
        #[schema(minimum = 1, maximum = 65_535)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        width: Option<u32>,
        /// Height in pixels, when the editor gave it.
        #[schema(minimum = 1, maximum = 65_535)]
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height: Option<u32>,
        /// Language of the caption (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The caption, with its credit.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// Something shown from elsewhere, by its address: a post, a video, a chart. HTML has a link in its place.
    Embed {
        /// Where it is: `https`, at one of the providers.
        #[schema(pattern = "^https://")]
        url: String,
        /// Who provides it, as the address says. May be left out when writing.
        #[schema(required = false)]
        provider: Provider,
        /// Language of the caption (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The caption.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// A table. Rows may differ in length when cells are joined.
    Table {
        /// Language of the table (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The rows that head the table, often one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        head: Vec<Vec<Cell>>,
        /// The other rows.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        body: Vec<Vec<Cell>>,
    },
    /// Text to be shown as it stands, with its line ends and spaces.
    Code {
        /// Language of the text (BCP 47), when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not the article's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The text; lines end in `\n`, the last one has no end.
        text: String,
    },
    /// A break between two parts of the article, usually shown as a line.
    Divider,
}

/// One cell of a table.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Cell {
    /// True when the cell names its row or column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// What a header cell names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Columns the cell covers, when more than one.
    #[schema(minimum = 1, maximum = 1000)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colspan: Option<u32>,
    /// Rows the cell covers, when more than one.
    #[schema(minimum = 1, maximum = 1000)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rowspan: Option<u32>,
    /// Language of the cell (BCP 47), when it is not the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Writing direction, when it is not the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<Dir>,
    /// The text; may be empty.
    #[serde(default)]
    pub content: Vec<Inline>,
}

/// What a header cell names.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Col,
    /// A group of rows.
    RowGroup,
    /// A group of columns.
    ColGroup,
}
