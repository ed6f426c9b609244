//! The inline content of blocks. Their doc comments are the API reference for developers of apps and editors.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One item of inline content. The member `type` selects the kind of item.
///
/// White space is collapsed: text in responses has no line breaks and no two consecutive spaces.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Inline {
    /// Plain text. Escape it when you insert it into HTML.
    Text {
        /// Text.
        text: String,
    },
    /// Line break within a paragraph.
    Break,
    /// Code, a keyboard key or a file name, usually shown in a monospaced font.
    Code {
        /// Text.
        text: String,
    },
    /// Link.
    Link {
        /// URL of the target: `http`, `https`, `mailto`, `tel`, a path on this site, or `#` and the `id` of a heading or footnote of
        /// this body.
        href: String,
        /// Tooltip, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Language of the link's text (BCP 47), when it differs from the surrounding text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the surrounding text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Linked content. It is never empty and contains no other link.
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// Image within a line of text, such as an icon.
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
    },
    /// Reference to a footnote, usually shown as a raised number.
    Footnote {
        /// Identifier of the note in the block `footnotes`.
        #[schema(max_length = 100)]
        id: String,
        /// Number of the note, from 1. The server derives it from the order of the notes, and ignores it in requests.
        #[schema(minimum = 1, required = false)]
        #[serde(default)]
        number: u32,
    },
    /// Text with its reading in small characters above or beside it (ruby), as in East Asian languages.
    Ruby {
        /// Base text.
        text: String,
        /// Reading of the base text.
        reading: String,
    },
    /// Marked text, such as emphasis, a quotation or a date.
    Mark {
        /// Kind of mark.
        mark: MarkKind,
        /// For `time` only: the date or time as in the HTML attribute `datetime`, such as `2023-12-05`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        datetime: Option<String>,
        /// For `q` only: URL of the source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
        /// For `abbr` only: the expansion, such as `World Health Organization`, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Language of the marked text (BCP 47), when it differs from the surrounding text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it differs from the surrounding text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// Marked content. It is never empty in responses.
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
}

/// Kind of mark, by the name of the HTML element.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// Strong importance, usually bold.
    Strong,
    /// Stress emphasis, usually italic.
    Em,
    /// No longer accurate or relevant, usually struck through.
    S,
    /// Underlined.
    U,
    /// Subscript.
    Sub,
    /// Superscript.
    Sup,
    /// Highlighted.
    Mark,
    /// Small print.
    Small,
    /// Abbreviation.
    Abbr,
    /// Inline quotation. The text has no quotation marks; browsers add them.
    Q,
    /// No meaning of its own; it only sets a language or a direction.
    Span,
    /// Bidirectional isolation: the direction of this text, such as a foreign name, does not affect the surrounding text.
    Bdi,
    /// Date or time.
    Time,
    /// Title of a work.
    Cite,
}

impl MarkKind {
    /// The name of the HTML element.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Em => "em",
            Self::S => "s",
            Self::U => "u",
            Self::Sub => "sub",
            Self::Sup => "sup",
            Self::Mark => "mark",
            Self::Small => "small",
            Self::Abbr => "abbr",
            Self::Q => "q",
            Self::Span => "span",
            Self::Bdi => "bdi",
            Self::Time => "time",
            Self::Cite => "cite",
        }
    }

    /// The mark of an HTML element. Presentational elements such as `b` and `i` map to their semantic counterparts.
    pub(super) fn from_tag(name: &str) -> Option<Self> {
        Some(match name {
            "strong" | "b" => Self::Strong,
            "em" | "i" => Self::Em,
            "s" | "del" | "strike" => Self::S,
            "u" | "ins" => Self::U,
            "sub" => Self::Sub,
            "sup" => Self::Sup,
            "mark" => Self::Mark,
            "small" => Self::Small,
            "abbr" | "acronym" => Self::Abbr,
            "q" => Self::Q,
            "span" | "font" => Self::Span,
            "bdi" | "bdo" => Self::Bdi,
            "time" => Self::Time,
            "cite" => Self::Cite,
            _ => return None,
        })
    }

    /// Whether a mark inside the same mark has no effect.
    pub(super) fn is_idempotent(self) -> bool {
        matches!(self, Self::Strong | Self::Em | Self::S | Self::U | Self::Mark)
    }

    /// Whether two adjacent marks of this kind are equal to one.
    pub(super) fn merges(self) -> bool {
        self.is_idempotent() || matches!(self, Self::Sub | Self::Sup | Self::Small | Self::Span)
    }
}

/// Writing direction, with the values of the HTML attribute `dir`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dir {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
    /// Determined by the first letter with a direction.
    Auto,
}

impl Dir {
    /// The value of the HTML attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
            Self::Auto => "auto",
        }
    }
}
