//! Query parameters with strict checks.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::Parameter;
use utoipa::openapi::schema::{Array, ArrayItems, Schema, SchemaType, Type};

use super::json::{MAX_INTEGER, in_plain_words};
use super::{Code, Error};
use crate::content::Fault;
use crate::content::fault::MAX_FAULTS;

/// The query parameters as a `T` that denies unknown members. A list has its values between commas, or in repeated parameters.
/// Fails with 400 when parameters are unknown or empty, or repeated without being a list, or have values that are not
/// allowed. The problem lists all of them.
#[derive(Debug)]
pub struct Query<T>(pub T);

/// The query of an operation without parameters.
#[derive(Debug, Default, serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

impl<T: DeserializeOwned + IntoParams> Query<T> {
    fn parse(query: &str) -> Result<Self, Error> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        // Most queries repeat nothing, so the document is seldom asked.
        let lists = LazyCell::new(list_names::<T>);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            if faults.len() >= MAX_FAULTS {
                break;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(name), Some(value)) = (decode(name), decode(value)) else {
                faults.push(Fault::parameter(name, "invalid-encoding", "must be percent-encoded UTF-8"));
                continue;
            };
            let is_repeated = !seen.insert(name.clone());
            if is_repeated && lists.contains(&name) {
                return Self::parse(&with_joined_values(query, &lists));
            }
            let fault = if is_repeated {
                Some(("repeated", "is sent more than once".to_owned()))
            } else if value.contains('\0') || name.contains('\0') {
                Some(("nul-character", "must not contain the character U+0000".to_owned()))
            } else {
                // Each parameter is parsed on its own, so that an error belongs to this parameter.
                match serde_urlencoded::from_str::<T>(pair) {
                    Err(error) if error.to_string().starts_with("unknown field") => Some((
                        "unknown-parameter",
                        error.to_string().replace("unknown field", "unknown parameter"),
                    )),
                    _ if value.is_empty() => Some(("empty", "must not be empty".to_owned())),
                    Err(error) => Some(("invalid-value", in_plain_words(&error.to_string()))),
                    Ok(_) if has_large_number(&value) && is_number::<T>(&name) => {
                        Some(("out-of-range", format!("must be from -{MAX_INTEGER} to {MAX_INTEGER}")))
                    }
                    Ok(_) => None,
                }
            };
            faults.extend(fault.map(|(code, detail)| Fault::parameter(&name, code, detail)));
        }
        if !faults.is_empty() {
            return Err(invalid(faults));
        }
        serde_urlencoded::from_str(query)
            .map(Self)
            .map_err(|error| Error::new(Code::InvalidQuery, error.to_string()))
    }
}

/// The names of the parameters that are lists: the arrays of the document.
fn list_names<T: IntoParams>() -> Vec<String> {
    let is_list = |parameter: &Parameter| matches!(parameter.schema, Some(RefOr::T(Schema::Array(_))));
    T::into_params(|| None).into_iter().filter(is_list).map(|parameter| parameter.name).collect()
}

/// Whether one of the values between commas is an integer that some JSON parsers read as another one.
fn has_large_number(value: &str) -> bool {
    let is_large = |number: i64| number.unsigned_abs() > MAX_INTEGER.unsigned_abs();
    value.split(',').any(|value| value.parse().is_ok_and(is_large))
}

/// Whether the document says that the parameter has a number, or a list of numbers.
fn is_number<T: IntoParams>(name: &str) -> bool {
    let is_integer = |schema: &RefOr<Schema>| match schema {
        RefOr::T(Schema::Object(object)) => match &object.schema_type {
            SchemaType::Type(kind) => *kind == Type::Integer,
            SchemaType::Array(kinds) => kinds.contains(&Type::Integer),
            SchemaType::AnyValue => false,
        },
        _ => false,
    };
    T::into_params(|| None).iter().filter(|parameter| parameter.name == name).any(
        |parameter| match &parameter.schema {
            Some(RefOr::T(Schema::Array(Array { items: ArrayItems::RefOrSchema(item), .. }))) => {
                is_integer(item)
            }
            Some(schema) => is_integer(schema),
            None => false,
        },
    )
}

/// The query with the values of these parameters joined by commas, so that none of them is repeated.
fn with_joined_values(query: &str, lists: &[String]) -> String {
    let mut pairs: Vec<String> = Vec::new();
    let mut positions = HashMap::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let list = decode(name).filter(|name| lists.contains(name));
        let position = list.map_or(pairs.len(), |list| *positions.entry(list).or_insert(pairs.len()));
        match pairs.get_mut(position) {
            Some(first) => {
                first.push_str(if first.contains('=') { "%2C" } else { "=%2C" });
                first.push_str(value);
            }
            None => pairs.push(pair.to_owned()),
        }
    }
    pairs.join("&")
}

/// 400 with the faults of query parameters.
pub fn invalid(faults: Vec<Fault>) -> Error {
    Error::new(
        Code::InvalidQuery,
        "The query is not valid. Correct each parameter that `errors` lists, then send the request again.",
    )
    .with_faults(faults)
}

/// Decodes a name or value of a query; `None` when it is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(String::from)
}

impl<T: DeserializeOwned + IntoParams> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(request.query_string()))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::http::comma_separated::CommaSeparated;
    use crate::http::page::Limit;

    #[derive(Debug, Default, Deserialize, IntoParams)]
    #[serde(default, deny_unknown_fields)]
    struct Filter {
        section: Option<String>,
        section_tree: Option<bool>,
        #[param(value_type = Option<Vec<i64>>)]
        ids: Option<CommaSeparated<i64>>,
        #[param(value_type = Option<Vec<String>>)]
        names: Option<CommaSeparated<String>>,
        #[param(value_type = Option<u32>)]
        limit: Limit,
    }

    fn faults(query: &str) -> Vec<(String, String)> {
        let error = Query::<Filter>::parse(query).err();
        let faults = error.map(|error| error.failure().faults.clone()).unwrap_or_default();
        faults.into_iter().map(|fault| (fault.parameter.unwrap_or_default(), fault.code)).collect()
    }

    #[test]
    fn valid_parameters_are_read() {
        let Ok(Query(filter)) = Query::<Filter>::parse("section=world%2Firan&limit=5&section_tree=false")
        else {
            panic!("refused")
        };
        assert_eq!(filter.section.as_deref(), Some("world/iran"));
        assert_eq!((filter.section_tree, filter.limit.get()), (Some(false), 5));
    }

    #[test]
    fn every_wrong_parameter_is_listed() {
        let faults = faults("sektion=a&limit=101&limit=5&section=&section_tree=yes&x=%FF");
        let expected = [
            ("sektion", "unknown-parameter"),
            ("limit", "invalid-value"),
            ("limit", "repeated"),
            ("section", "empty"),
            ("section_tree", "invalid-value"),
            ("x", "invalid-encoding"),
        ];
        let faults: Vec<_> = faults.iter().map(|(p, c)| (p.as_str(), c.as_str())).collect();
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_repeated_list_is_the_list_of_all_values() {
        for query in ["ids=1,2,3", "ids=1&ids=2,3", "ids=1&limit=5&id%73=2%2C3"] {
            let ids = Query::<Filter>::parse(query).ok().and_then(|Query(filter)| filter.ids);
            assert_eq!(ids, Some(CommaSeparated(vec![1, 2, 3])), "{query}");
        }
        for query in ["ids=1&ids=&ids=x", "ids&ids=1", "names=&names=a", "names=a,", "names=a&names"] {
            let name = query.split(['=', '&']).next().unwrap_or_default().to_owned();
            assert_eq!(faults(query), [(name, "invalid-value".to_owned())], "{query}");
        }
        assert_eq!(faults("ids=1&ids=2&limit=1&limit=1"), [("limit".to_owned(), "repeated".to_owned())]);
    }

    #[test]
    fn a_number_that_some_parsers_change_is_refused() {
        let refused = |name: &str| vec![(name.to_owned(), "out-of-range".to_owned())];
        assert_eq!(faults("ids=1,9007199254740992"), refused("ids"));
        assert_eq!(faults("ids=9007199254740991&names=9007199254740992&section=9007199254740992"), []);
    }

    #[test]
    fn a_nul_character_is_refused() {
        assert_eq!(faults("section=a%00b"), [("section".to_owned(), "nul-character".to_owned())]);
    }
}
