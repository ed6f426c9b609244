//! A deserializer for JSON values without serde's conversions.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

/// A JSON value to deserialize from. `serde_json` accepts a list for a struct, with the members in the order of their
/// declaration. This deserializer accepts only an object for a struct, and only a string for an enum, at every depth.
#[derive(Clone, Copy)]
pub(super) struct StrictValue<'de>(pub &'de Value);

impl<'de> Deserializer<'de> for StrictValue<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter().map(StrictValue))),
            Value::Object(members) => {
                let members = members.iter().map(|(name, member)| (name.as_str(), StrictValue(member)));
                visitor.visit_map(MapDeserializer::new(members))
            }
            simple => simple.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_object() { self.deserialize_any(visitor) } else { Err(not(&"an object")) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_string() {
            self.0.deserialize_enum(name, variants, visitor)
        } else {
            Err(not(&"a string"))
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for StrictValue<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The error for a value that is not of this kind.
fn not(kind: &&str) -> Error {
    Error::invalid_type(Unexpected::Other("value"), kind)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    struct Article {
        kind: Kind,
        credits: Vec<Credit>,
        extra: Option<Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Credit {
        id: i64,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Report,
    }

    fn read(value: Value) -> Result<Article, String> {
        Article::deserialize(StrictValue(&value)).map_err(|error| error.to_string())
    }

    #[test]
    fn values_of_the_right_kind_are_read() {
        let extra = json!([{"a": [null, true, 1.5, "x"]}]);
        let article = read(json!({"kind": "report", "credits": [{"id": 1}], "extra": extra}));
        assert_eq!(
            article,
            Ok(Article { kind: Kind::Report, credits: vec![Credit { id: 1 }], extra: Some(extra) })
        );
        let article = read(json!({"kind": "report", "credits": [], "extra": null}));
        assert_eq!(article.map(|article| article.extra), Ok(None));
    }

    #[test]
    fn a_list_is_refused_for_an_object_at_any_depth() {
        for value in [
            json!(["report", [{"id": 1}], null]),
            json!([]),
            json!({"kind": "report", "credits": [[1]]}),
            json!({"kind": "report", "credits": [{"id": 1}, null]}),
        ] {
            assert_eq!(read(value), Err("invalid type: value, expected an object".to_owned()));
        }
    }

    #[test]
    fn only_a_string_is_accepted_for_an_enum() {
        for kind in [json!(5), json!(null), json!({"report": null}), json!(["report"])] {
            let article = read(json!({"kind": kind, "credits": []}));
            assert_eq!(article, Err("invalid type: value, expected a string".to_owned()));
        }
    }
}
