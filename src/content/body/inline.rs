//! The inline spans text is made of. Their doc comments are the reference for front-end developers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A piece of running text, told apart by `type`.
///
/// White space is collapsed: a text that is delivered holds no line end and no two spaces in a row.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Inline {
    /// Plain text, to be escaped by whoever makes markup of it.
    Text {
        /// The text.
        text: String,
    },
    /// A line break inside a paragraph.
    Break,
    /// A word of code, a key or a file name.
    Code {
        /// The text.
        text: String,
    },
    /// A link.
    Link {
        /// Where it leads: `http`, `https`, `mailto`, `tel`, or a path on this site.
        href: String,
        /// A title to show on hovering.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Language of the link's text (BCP 47), when it is not that of the text around.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not that of the text around.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// What is linked; never empty, never another link.
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
    /// A picture within the line, such as an icon.
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
    },
    /// Text with a meaning or a look of its own.
    Mark {
        /// Which one.
        mark: MarkKind,
        /// For `time`: the moment in the form of HTML's `datetime`, such as `2023-12-05`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        datetime: Option<String>,
        /// For `q`: URL of the source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cite: Option<String>,
        /// Language of the span (BCP 47), when it is not that of the text around.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// Writing direction, when it is not that of the text around.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dir: Option<Dir>,
        /// The marked text; never empty.
        #[schema(no_recursion)]
        content: Vec<Inline>,
    },
}

/// What a marked text is; the names are those of the HTML elements.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// Important, usually bold.
    Strong,
    /// Stressed, usually italic.
    Em,
    /// No longer true, struck through.
    S,
    /// Underlined.
    U,
    /// Below the line.
    Sub,
    /// Above the line.
    Sup,
    /// Highlighted.
    Mark,
    /// Small print.
    Small,
    /// An abbreviation.
    Abbr,
    /// Words quoted within the line; the quotation marks are the reader's.
    Q,
    /// Nothing but a language or a direction.
    Span,
    /// Text whose direction is kept apart from the text around, such as a foreign name.
    Bdi,
    /// A date or a time.
    Time,
    /// The title of a work.
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

    /// The mark an HTML element stands for; old presentational names count as the new ones.
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
            "abbr" => Self::Abbr,
            "q" => Self::Q,
            "span" => Self::Span,
            "bdi" => Self::Bdi,
            "time" => Self::Time,
            "cite" => Self::Cite,
            _ => return None,
        })
    }

    /// Whether marking twice says no more than marking once.
    pub(super) fn is_flat(self) -> bool {
        matches!(self, Self::Strong | Self::Em | Self::S | Self::U | Self::Mark)
    }

    /// Whether two neighbours with this mark read as one.
    pub(super) fn joins(self) -> bool {
        self.is_flat() || matches!(self, Self::Sub | Self::Sup | Self::Small | Self::Span)
    }
}

/// Writing direction.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dir {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
    /// As the text itself says.
    Auto,
}

impl Dir {
    /// The value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
            Self::Auto => "auto",
        }
    }
}
