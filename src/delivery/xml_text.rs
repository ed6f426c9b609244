//! Text in XML documents.

/// The text without the characters that XML 1.0 does not allow. It does not escape markup: the writers do.
pub fn xml(text: &str) -> String {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    // Fast path for almost every text: in UTF-8, U+FFFE and U+FFFF begin with the byte 0xEF.
    if text.bytes().all(|byte| byte >= b' ' && byte != 0xef || matches!(byte, b'\t' | b'\n' | b'\r')) {
        return text.to_owned();
    }
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_removed() {
        for (text, allowed) in [
            ("Ferry\tsails\r\n", "Ferry\tsails\r\n"),
            ("a\0b\u{1f}c", "abc"),
            ("\u{fffe}a\u{ffff}", "a"),
            ("\u{feff}ＡＢＣ\u{fffd}", "\u{feff}ＡＢＣ\u{fffd}"),
            ("é漢\u{10ffff}\u{7f}", "é漢\u{10ffff}\u{7f}"),
        ] {
            assert_eq!(xml(text), allowed);
        }
    }
}
