//! Schemas in forms that client generators read. utoipa derives some that are valid, but that generators refuse or turn into types
//! without meaning.

use serde_json::{Value, json};
use utoipa::Number;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayItems, Discriminator, KnownFormat, Object, Schema, SchemaFormat, Type,
};
use utoipa::openapi::{Components, Content, Ref, RefOr};

use super::patterns;
use crate::http::json::MAX_INTEGER;

/// The unions whose variants are objects, each with the end of the names of its variants, and whether requests have it. The
/// variants of those allow no undeclared members, as the server does.
const UNIONS: &[(&str, &str, bool)] = &[
    ("Block", "Block", true),
    ("Inline", "Inline", true),
    ("WorkingBody", "Body", true),
    ("BlockPiece", "Piece", false),
    ("MemberDiff", "Diff", false),
    ("Operation", "Operation", true),
];

/// The media type that clients are generated for, where an operation has several.
const JSON: &str = "application/json";

/// The extension with the other media types of a request or response, and their schemas. In `content` they would make a union of
/// the type of the request or response.
const OTHER_MEDIA_TYPES: &str = "x-other-media-types";

/// Makes a named schema of each variant of the [`UNIONS`], and adds the discriminator. Its value in a variant is a `const`.
pub(super) fn name_variants(components: &mut Components) {
    for (union, suffix, is_requested) in UNIONS {
        let Some(RefOr::T(Schema::OneOf(one_of))) = components.schemas.get_mut(*union) else { continue };
        let mut named = Vec::new();
        let mut discriminator = None;
        for item in &mut one_of.items {
            let RefOr::T(Schema::Object(object)) = item else { continue };
            let Some((member, value)) = take_tag(object) else { continue };
            if *is_requested {
                object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
            let name = format!("{}{suffix}", in_camel_case(&value));
            let reference = Ref::from_schema_name(&name);
            let discriminator = discriminator.get_or_insert_with(|| Discriminator::new(member));
            discriminator.mapping.insert(value, reference.ref_location.clone());
            named.push((name, std::mem::replace(item, reference.into())));
        }
        one_of.discriminator = discriminator;
        // Some validators do not test the discriminator of a value that is not an object.
        one_of.schema_type = Type::Object.into();
        components.schemas.extend(named);
    }
}

/// The member of a variant with only one value, and the value. It becomes a `const`.
fn take_tag(variant: &mut Object) -> Option<(String, String)> {
    variant.properties.iter_mut().find_map(|(name, property)| {
        let RefOr::T(Schema::Object(object)) = property else { return None };
        let [Value::String(value)] = object.enum_values.as_deref()? else { return None };
        let value = value.clone();
        object.enum_values = None;
        object.extensions = Some(Extensions::from_iter([("const", value.as_str())]));
        Some((name.clone(), value))
    })
}

/// `pull_quote` as `PullQuote`.
fn in_camel_case(name: &str) -> String {
    let capitalized = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    name.split('_').map(capitalized).collect()
}

/// Removes what makes generators produce wrong types, in a schema and everything in it.
///
/// - The default of an optional member of input is null or an empty list. A client that sent it in a merge patch would delete the
///   member.
/// - The format `int64` becomes `bigint` in TypeScript. A maximum says the same, and leaves it a number.
/// - Formats of our own are unknown to generators. Patterns are not.
pub(super) fn simplify(schema: &mut RefOr<Schema>) {
    let has_content =
        |default: &Value| !default.is_null() && default.as_array().is_none_or(|list| !list.is_empty());
    let schema = match schema {
        RefOr::Ref(reference) => {
            reference.default = reference.default.take().filter(has_content);
            return;
        }
        RefOr::T(schema) => schema,
    };
    match schema {
        Schema::Object(object) => {
            object.default = object.default.take().filter(has_content);
            patterns::replace_format(object);
            if matches!(object.format, Some(SchemaFormat::KnownFormat(KnownFormat::Int64))) {
                object.format = None;
                object.minimum.get_or_insert(Number::Int(-MAX_INTEGER as isize));
                object.maximum.get_or_insert(Number::Int(MAX_INTEGER as isize));
            }
            object.properties.values_mut().for_each(simplify);
        }
        Schema::Array(array) => {
            array.default = array.default.take().filter(has_content);
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                simplify(items);
            }
        }
        Schema::OneOf(one_of) => {
            one_of.default = one_of.default.take().filter(has_content);
            one_of.items.iter_mut().for_each(simplify);
        }
        Schema::AllOf(all_of) => all_of.items.iter_mut().for_each(simplify),
        Schema::AnyOf(any_of) => any_of.items.iter_mut().for_each(simplify),
        _ => {}
    }
}

/// Simplifies the schemas of parameters. A list is sent as values separated by commas.
pub(super) fn simplify_parameters(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let Some(schema) = &mut parameter.schema else { continue };
        simplify(schema);
        if parameter.parameter_in != ParameterIn::Query {
            continue;
        }
        if matches!(schema, RefOr::T(Schema::Array(_))) {
            parameter.style = Some(ParameterStyle::Form);
            parameter.explode = Some(false);
        }
        patterns::refuse_empty(parameter);
    }
}

/// Leaves only JSON in the content of requests and responses that have other media types too.
pub(super) fn separate_media_types(operation: &mut Operation) {
    if let Some(RefOr::T(body)) = &mut operation.request_body
        && let Some(others) = other_media_types(&body.content)
    {
        body.content.retain(|media_type, _| media_type == JSON);
        body.extensions = Some(others);
    }
    for response in operation.responses.responses.values_mut() {
        let RefOr::T(response) = response else { continue };
        if let Some(others) = other_media_types(&response.content) {
            response.content.retain(|media_type, _| media_type == JSON);
            response.extensions = Some(others);
        }
    }
}

/// The media types beside JSON, with their schemas. `None` without JSON, or without others.
fn other_media_types<'a>(
    content: impl IntoIterator<Item = (&'a String, &'a RefOr<Content>)>,
) -> Option<Extensions> {
    let mut content: serde_json::Map<String, Value> =
        content.into_iter().map(|(media_type, content)| (media_type.clone(), json!(content))).collect();
    let has_json = content.remove(JSON).is_some();
    (has_json && !content.is_empty()).then(|| Extensions::from_iter([(OTHER_MEDIA_TYPES, content)]))
}
