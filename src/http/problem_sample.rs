//! A sample problem document for each code, with the members that a real one has.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::http::header::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::request_id::RequestIds;
use super::{Code, Problem};

/// For each code what depends on the request: `instance`, `detail` and further members.
const SAMPLES: &str = include_str!("problem_samples.json");

static MEMBERS: LazyLock<HashMap<String, Map<String, Value>>> =
    LazyLock::new(|| serde_json::from_str(SAMPLES).unwrap_or_default());

/// A problem document as the server sends it with this code. `None` when the samples have none.
pub fn sample(code: Code) -> Option<Problem> {
    let mut members = MEMBERS.get(code.name())?.clone();
    members.extend([
        ("type".to_owned(), json!(format!("/problems/{}", code.name()))),
        ("title".to_owned(), json!(code.title())),
        ("status".to_owned(), json!(code.status().as_u16())),
        ("code".to_owned(), json!(code.name())),
        ("request_id".to_owned(), json!(RequestIds::new(0).of(&HeaderMap::new()).as_str())),
    ]);
    Problem::deserialize(Value::Object(members)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sample_without_unknown_members() {
        for code in Code::ALL {
            let sample = serde_json::to_value(sample(*code)).unwrap_or_default();
            for (member, value) in &MEMBERS[code.name()] {
                assert_eq!(&sample[member], value, "{} {member}", code.name());
            }
        }
        assert_eq!(MEMBERS.len(), Code::ALL.len(), "there are samples of unknown codes");
    }
}
