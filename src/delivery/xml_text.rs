//! Text in XML.

/// The text without what XML 1.0 has no way to say.
pub fn xml(text: &str) -> String {
    let said = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    // Nearly always all of it can be said, which is seen by its bytes: those above U+FFFD begin with 0xEF.
    if text.bytes().all(|byte| byte >= b' ' && byte != 0xef || matches!(byte, b'\t' | b'\n' | b'\r')) {
        return text.to_owned();
    }
    text.chars().filter(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        for (text, said) in [
            ("Ferry\tsails\r\n", "Ferry\tsails\r\n"),
            ("a\0b\u{1f}c", "abc"),
            ("\u{fffe}a\u{ffff}", "a"),
            ("\u{feff}ＡＢＣ\u{fffd}", "\u{feff}ＡＢＣ\u{fffd}"),
            ("é漢\u{10ffff}\u{7f}", "é漢\u{10ffff}\u{7f}"),
        ] {
            assert_eq!(xml(text), said);
        }
    }
}
