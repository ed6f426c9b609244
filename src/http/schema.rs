//! OpenAPI schemas that utoipa cannot derive from Rust types.

/// Declares the schema of a body that creates a resource: the members of the schema `$patch`, some of which are required.
macro_rules! requires {
    ($name:ident: $patch:literal, [$($member:literal),+]) => {
        #[doc = concat!("The members of `", $patch, "`, some of which are required.")]
        #[derive(Debug)]
        pub struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                use utoipa::openapi::schema::{AllOfBuilder, ObjectBuilder};
                let required = ObjectBuilder::new()$(.required($member))+;
                AllOfBuilder::new()
                    .item(utoipa::openapi::Ref::from_schema_name($patch))
                    .item(required)
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use requires;
