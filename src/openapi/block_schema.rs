//! The schemas of a body's blocks.

use utoipa::ToSchema;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::{Components, RefOr};

use crate::content::body::{Block, Cell, Inline};

/// Closes the schemas of blocks and what they are made of: a member that is not declared is refused.
pub(super) fn close(components: &mut Components) {
    for name in [Block::name(), Inline::name(), Cell::name()] {
        match components.schemas.get_mut(&*name) {
            Some(RefOr::T(Schema::OneOf(kinds))) => kinds.items.iter_mut().for_each(close_object),
            Some(schema) => close_object(schema),
            None => {}
        }
    }
}

fn close_object(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}
