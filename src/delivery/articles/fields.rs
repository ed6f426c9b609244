//! The members of an article that a client may choose among.

use std::fmt::{self, Formatter};

use serde::de::{MapAccess, Visitor};
use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use strum::{EnumString, IntoStaticStr, VariantNames};

use crate::content::cache_tags::{CacheTags, Tagged};
use crate::content::delivered::DeliveredArticle;
use crate::http::listed::{Listed, Unknown};

/// A member of a published article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, EnumString, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "snake_case", parse_err_ty = Unknown, parse_err_fn = no_member)]
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

fn no_member(name: &str) -> Unknown {
    Unknown::new(name, "no article has", Field::VARIANTS)
}

/// An article with the members that are wanted of it, in the order and the bytes that the whole article has.
#[derive(Debug)]
pub struct Chosen {
    article: DeliveredArticle,
    fields: Option<Listed<Field>>,
}

impl Chosen {
    /// Those members of it; all without.
    pub fn of(article: DeliveredArticle, fields: Option<Listed<Field>>) -> Self {
        Self { article, fields }
    }
}

impl Serialize for Chosen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(Listed(fields)) = &self.fields else { return self.article.serialize(serializer) };
        let text = serde_json::to_string(&self.article).map_err(S::Error::custom)?;
        let Members(members) = serde_json::from_str(&text).map_err(S::Error::custom)?;
        let is_wanted = |name: &str| fields.iter().any(|field| <&str>::from(field) == name);
        serializer.collect_map(members.into_iter().filter(|(name, _)| is_wanted(name)))
    }
}

/// The members of an object as they are written, in their order.
struct Members<'a>(Vec<(&'a str, &'a RawValue)>);

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

impl Tagged for Chosen {
    fn tag(&self, tags: &mut CacheTags) {
        self.article.tag(tags);
    }
}

#[cfg(test)]
mod tests {
    use utoipa::PartialSchema;
    use utoipa::openapi::{RefOr, Schema};

    use super::*;

    #[test]
    fn every_member_of_an_article_can_be_chosen() {
        let RefOr::T(Schema::Object(article)) = DeliveredArticle::schema() else { panic!("not an object") };
        let members: Vec<&String> = article.properties.keys().collect();
        let mut fields = Field::VARIANTS.to_vec();
        fields.sort_unstable();
        let mut names: Vec<&str> = members.iter().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(fields, names);
    }

    #[test]
    fn what_is_no_member_is_named_with_all_that_are() {
        let refused = "headlin".parse::<Field>().map_err(|no_member| no_member.to_string());
        let Err(refused) = refused else { panic!("accepted") };
        assert!(refused.contains("`headlin`") && refused.contains("headline, kicker"), "{refused}");
        assert_eq!("type".parse().ok(), Some(Field::Type));
    }
}
