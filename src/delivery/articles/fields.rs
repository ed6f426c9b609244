//! The members of an article that the `fields` parameter selects.

use std::fmt::{self, Formatter};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use strum::{EnumString, IntoStaticStr, VariantNames};
use utoipa::ToSchema;

use crate::http::comma_separated::Unknown;

/// A member of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, VariantNames, ToSchema)]
#[strum(serialize_all = "snake_case", parse_err_ty = Unknown, parse_err_fn = unknown_field)]
#[schema(rename_all = "snake_case")]
pub enum Field {
    Id,
    Slug,
    Url,
    Type,
    Language,
    Dir,
    Headline,
    Kicker,
    Lead,
    Summary,
    Body,
    WordCount,
    ReadingMinutes,
    Section,
    Breadcrumb,
    Authors,
    Byline,
    Source,
    Dateline,
    Tags,
    LeadImage,
    IsBreaking,
    IsFeatured,
    FirstPublishedAt,
    PublishedAt,
    UpdatedAt,
    Corrections,
    Comments,
    Seo,
    Version,
}

fn unknown_field(name: &str) -> Unknown {
    Unknown::new(name, "is no member of an article", Field::VARIANTS)
}

/// The members of a JSON object with their unparsed values, in the order of the text.
pub struct Members<'a>(pub Vec<(&'a str, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;
    use utoipa::openapi::{RefOr, Schema};

    use super::*;
    use crate::content::delivered::DeliveredArticle;

    /// The members of an object schema, or of the object schemas that an `allOf` combines.
    fn members(schema: &RefOr<Schema>) -> Vec<String> {
        match schema {
            RefOr::T(Schema::Object(object)) => object.properties.keys().cloned().collect(),
            RefOr::T(Schema::AllOf(all_of)) => all_of.items.iter().flat_map(members).collect(),
            _ => panic!("not an object"),
        }
    }

    #[test]
    fn every_member_of_an_article_is_a_field() {
        let members = members(&DeliveredArticle::schema());
        let mut fields = Field::VARIANTS.to_vec();
        fields.sort_unstable();
        let mut names: Vec<&str> = members.iter().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(fields, names);
    }

    #[test]
    fn an_unknown_field_is_refused_with_the_list_of_fields() {
        let refused = "headlin".parse::<Field>().map_err(|error| error.to_string());
        let Err(refused) = refused else { panic!("accepted") };
        assert!(refused.contains("`headlin`") && refused.contains("headline, kicker"), "{refused}");
        assert_eq!("type".parse().ok(), Some(Field::Type));
    }
}
