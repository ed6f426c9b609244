//! Text in XML.

/// The text without what XML 1.0 has no way to say.
pub fn xml(text: &str) -> String {
    let said = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(said).collect()
}
