//! Patterns of texts. A DTO names one as the `format` of a member, and the document has the pattern instead.
//!
//! A pattern allows every text that the server accepts, and refuses what is certainly wrong. The regular expressions are those that
//! JavaScript, Python and Rust all read: without look-around and Unicode properties.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{ArrayItems, Object, Schema, SchemaFormat, SchemaType, Type};

/// The formats, each with its pattern.
const FORMATS: &[(&str, &str)] = &[
    // Words of letters and digits of any script, with single separators. The only letters and digits that the pattern knows are those
    // below U+00AA.
    ("slug", r"^[^\u0000-/:-@\[-`{-\u00A9]+([._-][^\u0000-/:-@\[-`{-\u00A9]+)*$"),
    // The subtags of BCP 47, also with underscores.
    ("language", "^[A-Za-z]{2,8}([_-][A-Za-z0-9]{2,8})*$"),
    // The URL Standard allows one slash or none after the colon. White space around the URL is removed.
    ("web-url", r"^[\s\u0085]*[Hh][Tt][Tt][Pp][Ss]?:"),
    ("site-url", r"^(/|[\s\u0085]*[Hh][Tt][Tt][Pp][Ss]?:)"),
    ("entity-tags", r#"^(\*|(W/)?"[!#-+\--~]*"([\t ]*,[\t ]*(W/)?"[!#-+\--~]*")*)$"#),
];

/// The characters of cursors: base64url.
const CURSOR: &str = "^[A-Za-z0-9_-]+$";

/// A value of a list whose values are separated by commas.
const LIST_VALUE: &str = "^[^,]+$";

/// Replaces the format of a text by its pattern. Formats of OpenAPI stay.
pub(super) fn replace_format(object: &mut Object) {
    let Some(SchemaFormat::Custom(name)) = &object.format else { return };
    if let Some((_, pattern)) = FORMATS.iter().find(|(format, _)| format == name) {
        object.pattern = Some((*pattern).to_owned());
        object.format = None;
    }
}

/// Adds to a query parameter what holds for all of them: it may not be empty, nor have an empty value in a list.
pub(super) fn refuse_empty(parameter: &mut Parameter) {
    let is_cursor = parameter.name == "cursor";
    match &mut parameter.schema {
        Some(RefOr::T(Schema::Array(list))) => {
            list.min_items.get_or_insert(1);
            if let ArrayItems::RefOrSchema(items) = &mut list.items
                && let RefOr::T(Schema::Object(item)) = &mut **items
                && is_free_text(item)
            {
                item.pattern = Some(LIST_VALUE.to_owned());
            }
        }
        Some(RefOr::T(Schema::Object(text))) if is_free_text(text) => {
            text.min_length.get_or_insert(1);
            text.pattern = is_cursor.then(|| CURSOR.to_owned());
        }
        _ => {}
    }
}

/// Whether a schema is a text with neither a pattern nor a closed list of values.
fn is_free_text(schema: &Object) -> bool {
    let is_text = schema.schema_type == SchemaType::Type(Type::String);
    is_text && schema.pattern.is_none() && schema.enum_values.is_none()
}
