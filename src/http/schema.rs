//! OpenAPI schemas that utoipa cannot derive from Rust types.

use std::borrow::Cow;

use utoipa::openapi::schema::{Object, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};

/// Declares the schema of a body that creates a resource: the members of the patch `$patch`, some of which are required.
///
/// A member whose schema in a patch is another one follows, with its type.
macro_rules! requires {
    ($name:ident: $patch:ty, [$($required:literal),+], $description:literal $(, $member:ident: $type:ty)*) => {
        #[doc = $description]
        #[derive(Debug)]
        pub struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                let patch = <$patch as utoipa::PartialSchema>::schema();
                let members = [$((stringify!($member), <$type as utoipa::ToSchema>::name())),*];
                crate::http::schema::requiring(patch, &[$($required),+], $description, &members)
            }
        }

        impl utoipa::ToSchema for $name {
            fn schemas(
                schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>,
            ) {
                <$patch as utoipa::ToSchema>::schemas(schemas);
                $(
                    let name = <$type as utoipa::ToSchema>::name().into_owned();
                    schemas.push((name, <$type as utoipa::PartialSchema>::schema()));
                    <$type as utoipa::ToSchema>::schemas(schemas);
                )*
            }
        }
    };
}

pub(crate) use requires;

/// The schema of a patch with some members required, and not null. `members` have these schemas.
pub fn requiring(
    patch: RefOr<Schema>,
    required: &[&str],
    description: &str,
    members: &[(&str, Cow<'_, str>)],
) -> RefOr<Schema> {
    let RefOr::T(Schema::Object(mut object)) = patch else { return patch };
    object.description = Some(description.to_owned());
    object.required = required.iter().map(|member| (*member).to_owned()).collect();
    for (member, schema) in members {
        let null = ObjectBuilder::new().schema_type(Type::Null);
        let schema = OneOfBuilder::new().item(null).item(Ref::from_schema_name(schema.as_ref()));
        object.properties.insert((*member).to_owned(), schema.into());
    }
    for member in required {
        if let Some(property) = object.properties.get_mut(*member) {
            remove_null(property);
        }
    }
    object.into()
}

/// Removes null from the values that a schema allows.
fn remove_null(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(Object { schema_type, .. })) => {
            if let SchemaType::Array(types) = schema_type {
                types.retain(|name| *name != Type::Null);
                if let [only] = &types[..] {
                    *schema_type = SchemaType::Type(only.clone());
                }
            }
        }
        RefOr::T(Schema::OneOf(one_of)) => {
            let is_null = |item: &RefOr<Schema>| matches!(item, RefOr::T(Schema::Object(object)) if object.schema_type == SchemaType::Type(Type::Null));
            one_of.items.retain(|item| !is_null(item));
            if let [only] = &one_of.items[..] {
                *schema = only.clone();
            }
        }
        _ => {}
    }
}
