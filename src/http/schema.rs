//! Schemas that Rust's types cannot say.

/// Declares the schema of a body that makes something: the members of a patch of it, of which some
/// are required.
macro_rules! requires {
    ($name:ident: $patch:literal, [$($member:literal),+]) => {
        #[doc = concat!("The members of `", $patch, "`, of which some are required.")]
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
