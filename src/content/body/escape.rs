//! Escapes text for HTML.

/// Appends text with `&`, `<` and `>` escaped.
pub(in super::super) fn escape_text(out: &mut String, text: &str) {
    escape(out, text, ['&', '<', '>', '>']);
}

/// Appends the value of an attribute in double quotes, with `&`, `<`, `>` and `"` escaped.
pub fn escape_attribute(out: &mut String, value: &str) {
    escape(out, value, ['&', '<', '>', '"']);
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_attribute(&mut html, text);
    html
}

fn escape(out: &mut String, text: &str, special: [char; 4]) {
    for part in text.split_inclusive(special) {
        let plain = part.trim_end_matches(special);
        out.push_str(plain);
        out.push_str(match &part[plain.len()..] {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            _ => "",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{escape_attribute, escape_text};

    #[test]
    fn adjacent_special_characters_are_each_escaped() {
        let (mut text, mut value) = (String::new(), String::new());
        escape_text(&mut text, "<<a>>\"&&");
        escape_attribute(&mut value, "<<a>>\"&&");
        assert_eq!(text, "&lt;&lt;a&gt;&gt;\"&amp;&amp;");
        assert_eq!(value, "&lt;&lt;a&gt;&gt;&quot;&amp;&amp;");
    }
}
