//! The limits of a body that several of its parts follow.

/// The maximum nesting of lists, quotes and notes. Deeper ones are replaced by their content.
pub(super) const MAX_NESTING: usize = 16;

/// The maximum nesting of links and marks. Deeper content stays without its link or mark.
pub(super) const MAX_INLINE_NESTING: usize = 16;

/// The maximum length of the text of an attribute in characters.
pub(super) const MAX_LINE_LENGTH: usize = 1000;

/// The numbers that a list item may have.
pub(super) const NUMBERS: std::ops::RangeInclusive<i32> = -999_999_999..=999_999_999;

/// The number of columns that may have an alignment.
pub(super) const MAX_COLUMNS: usize = 1000;

/// The maximum length of a URL in bytes. A tag with the longest allowed URL and title, escaped, stays below the maximum tag
/// length of `html_reader`.
pub(super) const MAX_URL: usize = 4096;
