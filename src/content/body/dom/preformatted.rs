//! Preformatted text as inline content, which collapses spaces.

/// A line of preformatted text, whose parts are read one after the other.
pub(super) struct PreformattedLine {
    /// Whether the next space is at the start of the line or after another one.
    after_space: bool,
}

impl Default for PreformattedLine {
    fn default() -> Self {
        Self { after_space: true }
    }
}

impl PreformattedLine {
    /// The next part of the line. Spaces at the start and after other spaces become no-break spaces, which do not collapse.
    pub(super) fn visible(&mut self, part: &str) -> String {
        let mut out = String::with_capacity(part.len());
        for c in part.chars().filter(|&c| c != '\r') {
            match c {
                '\t' => out.push_str("\u{a0}\u{a0}\u{a0}\u{a0}"),
                ' ' if self.after_space => out.push('\u{a0}'),
                _ => out.push(c),
            }
            self.after_space = matches!(c, ' ' | '\t');
        }
        out
    }
}
