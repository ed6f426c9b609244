//! Turns the error messages of serde into fault codes and plain sentences.

/// The fault code and the sentence for the error message of a member.
pub(super) fn explain(message: &str) -> (&'static str, String) {
    let codes = [
        ("unknown field", "unknown-member"),
        ("unknown variant", "unknown-value"),
        ("invalid type", "wrong-type"),
        ("missing field", "required"),
    ];
    let code =
        codes.iter().find(|(start, _)| message.starts_with(start)).map_or("invalid-value", |(_, code)| *code);
    (code, in_plain_words(message))
}

/// The error message without terms of Rust.
pub(crate) fn in_plain_words(message: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        ("unknown field", "unknown member"),
        ("unknown variant", "unknown value"),
        ("missing field", "missing member"),
        ("invalid digit found in string", "must be a whole number"),
        ("number too large to fit in target type", "is too large"),
        ("provided string was not `true` or `false`", "must be `true` or `false`"),
    ];
    match message.rsplit_once(", expected ") {
        Some((start, kind)) if start.starts_with("invalid ") => format!("must be {}", json_name(kind)),
        _ => WORDS.iter().fold(message.to_owned(), |text, (rust, plain)| text.replace(rust, plain)),
    }
}

/// The JSON name of a kind of value, for the name that serde uses.
fn json_name(kind: &str) -> &str {
    match kind {
        "a boolean" => "`true` or `false`",
        "a sequence" => "a list",
        "i64" => "a whole number",
        "i32" => "a whole number from -2147483648 to 2147483647",
        "u32" => "a whole number from 0 to 4294967295",
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_type_is_reported_with_the_right_one() {
        for (message, words) in [
            ("invalid type: integer `5`, expected a string", "must be a string"),
            ("invalid type: map, expected a sequence", "must be a list"),
            ("invalid type: string \"a, expected b\", expected i64", "must be a whole number"),
            ("invalid type: null, expected a boolean", "must be `true` or `false`"),
        ] {
            assert_eq!(explain(message), ("wrong-type", words.to_owned()));
        }
        let (code, words) = explain("invalid value: integer `-1`, expected u32");
        assert_eq!((code, words.as_str()), ("invalid-value", "must be a whole number from 0 to 4294967295"));
    }

    #[test]
    fn an_unknown_name_is_reported_with_the_known_ones() {
        let (code, words) = explain("unknown field `titel`, expected `title` or `type`");
        assert_eq!(
            (code, words.as_str()),
            ("unknown-member", "unknown member `titel`, expected `title` or `type`")
        );
    }
}
