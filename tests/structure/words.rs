//! Words that identifiers and file names avoid, since a standard word exists.

use crate::{assert_none, source};

/// Each word with the words to use instead. A word in lower case is avoided in any case, and inside longer names too.
/// A word that begins with a capital is avoided as the whole name of a type.
const AVOIDED: &[(&str, &str)] = &[
    ("addressed", "found resource"),
    ("carry_out", "run"),
    ("Desk", "Editor, EditContext"),
    ("Directory", "TaxonomyCache"),
    ("edition", "content version"),
    ("glance", "read single"),
    ("harm", "check"),
    ("household", "client network"),
    ("kept", "stored, cached, saved"),
    ("lane", "index scan"),
    ("lanes", "index scans"),
    ("letterbox", "submission"),
    ("mention", "cache tag"),
    ("mentions", "cache tags"),
    ("named_kind", "resource kind"),
    ("nobody", "caller, client"),
    ("refile", "reassign"),
    ("remit", "section access"),
    ("remits", "section access"),
    ("shelf", "facet"),
    ("somebody", "caller, client"),
    ("strangers_text", "untrusted text"),
    ("stretch", "page, range"),
    ("taker", "actor"),
    ("telling", "report, audit changes"),
    ("thing", "resource, value, item"),
    ("things", "cache tags, resources, values"),
    ("told", "shown, reported, returned"),
    ("whoever", "caller, client"),
    ("whose", "article scope"),
    ("wishes", "timing change"),
];

/// Names that may hold such a word, each with the reason.
const ALLOWED: &[(&str, &str)] = &[
    ("carry_out_batch", "the name is an operation ID of the API"),
    ("Thing", "schema.org has a type of this name"),
    ("NamedThing", "the name of a schema in the API's document"),
];

#[test]
fn names_use_standard_words() {
    let mut offences = Vec::new();
    for file in source::all() {
        let file_name = (1, file.file_name().trim_end_matches(".rs").to_owned());
        let names = file.identifiers.iter().chain([&file_name]);
        for (line, name) in names.filter(|(_, name)| ALLOWED.iter().all(|(allowed, _)| allowed != name)) {
            let words = format!("_{}_", snake_case(name));
            let avoided =
                AVOIDED.iter().filter(|(word, _)| name == word || words.contains(&format!("_{word}_")));
            offences.extend(avoided.map(|(word, instead)| {
                format!("{}:{line}: `{name}` holds \"{word}\": use {instead}", file.name)
            }));
        }
    }
    assert_none(&offences);
}

/// The words of a name in lower case, with `_` between them.
fn snake_case(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && words.ends_with(char::is_lowercase) {
            words.push('_');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
