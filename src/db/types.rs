//! The column types of our own Rust types, the same on both databases.
//!
//! A time is a BIGINT of microseconds since 1970-01-01 UTC. Slugs and the values of vocabularies are TEXT, as in
//! the API. Documents are JSON in TEXT.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::result::Error as QueryError;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Text};
use serde::{Deserialize, Serialize};

use crate::content::vocabulary::{
    ActorKind, ArticleType, CalendarKind, CommentPolicy, CommentStatus, CorrectionKind, ResourceKind, Role,
    RuleAction, RuleKind, Status, TagType, TargetKind,
};
use crate::content::workflow::Transition;
use crate::content::{Slug, Time};

/// A JSON document in a TEXT column.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Json(String);

impl Json {
    /// Serialises `value`.
    pub fn of<T: Serialize>(value: &T) -> QueryResult<Self> {
        serde_json::to_string(value).map(Self).map_err(|error| QueryError::SerializationError(error.into()))
    }

    /// The JSON text, as it is stored.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Deserialises the document. The value may borrow from it.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> QueryResult<T> {
        serde_json::from_str(&self.0).map_err(|error| QueryError::DeserializationError(error.into()))
    }
}

impl<DB: Backend> FromSql<Text, DB> for Json
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Self)
    }
}

impl<DB: Backend> ToSql<Text, DB> for Json
where
    String: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

/// Diesel derives for types of `content`, which must not depend on diesel.
#[expect(dead_code, reason = "the derives only read the shape of these stand-ins")]
mod stand_ins {
    use super::*;

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = BigInt)]
    struct TimeColumn(Time);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct SlugColumn(Slug);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct ArticleTypeColumn(ArticleType);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct TagTypeColumn(TagType);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct StatusColumn(Status);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct TransitionColumn(Transition);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct CommentPolicyColumn(CommentPolicy);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct CommentStatusColumn(CommentStatus);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct RuleKindColumn(RuleKind);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct RuleActionColumn(RuleAction);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct CorrectionKindColumn(CorrectionKind);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct RoleColumn(Role);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct CalendarKindColumn(CalendarKind);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct ResourceKindColumn(ResourceKind);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct TargetKindColumn(TargetKind);

    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Text)]
    struct ActorKindColumn(ActorKind);
}

impl<DB: Backend> FromSql<BigInt, DB> for Time
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        i64::from_sql(bytes).map(Self::from_micros)
    }
}

impl<DB: Backend> ToSql<BigInt, DB> for Time
where
    i64: ToSql<BigInt, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.as_micros().to_sql(out)
    }
}

macro_rules! text_column {
    ($($type:ty => |$value:ident| $text:expr),+ $(,)?) => {$(
        impl<DB: Backend> FromSql<Text, DB> for $type
        where
            String: FromSql<Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(String::from_sql(bytes)?.parse()?)
            }
        }

        impl<DB: Backend> ToSql<Text, DB> for $type
        where
            str: ToSql<Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                let $value = self;
                let text: &'b str = $text;
                text.to_sql(out)
            }
        }
    )+};
}

text_column! {
    Slug => |slug| slug,
    ArticleType => |name| name.into(),
    TagType => |name| name.into(),
    Status => |name| name.into(),
    Transition => |name| name.into(),
    CommentPolicy => |name| name.into(),
    CommentStatus => |name| name.into(),
    CorrectionKind => |name| name.into(),
    RuleKind => |name| name.into(),
    RuleAction => |name| name.into(),
    Role => |name| name.into(),
    CalendarKind => |name| name.into(),
    ResourceKind => |name| name.into(),
    TargetKind => |name| name.into(),
    ActorKind => |name| name.into(),
}
