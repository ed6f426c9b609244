//! The parts of blocks: images and cells. Their doc comments are the API reference for developers of apps and editors.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::inline::{Dir, Inline};

/// Image of a gallery. Its members are those of an `image` block.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct GalleryImage {
    /// URL of the image: `http`, `https`, or a path on this site.
    pub url: String,
    /// Alternative text for readers who cannot see the image, up to 1,000 characters. Empty for a decorative image.
    pub alt: String,
    /// Width in pixels, when known.
    #[schema(minimum = 1, maximum = 65_535)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels, when known.
    #[schema(minimum = 1, maximum = 65_535)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// URL that the image links to, such as a larger version: as `href` of a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Language of the caption (BCP 47), when it differs from the gallery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Writing direction, when it differs from the gallery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dir: Option<Dir>,
    /// Caption.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caption: Vec<Inline>,
    /// Credit of the image, such as the photographer and the agency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit: Vec<Inline>,
}

/// Horizontal alignment of a table column, with the values of the HTML attribute `align`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left.
    Left,
    /// In the centre.
    Center,
    /// At the right.
    Right,
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
