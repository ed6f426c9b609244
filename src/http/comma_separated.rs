//! Query parameters with several values, separated by commas.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error};
use strum::VariantNames;

/// The most values of one parameter.
const MAX: usize = 100;

/// The error for a value that is not in a closed list of names.
#[derive(Debug)]
pub struct Unknown(String);

impl Unknown {
    /// An error for `name`. `why` completes the sentence "names X, which ..."; `known` lists the valid names.
    pub fn new(name: &str, why: &str, known: &[&str]) -> Self {
        Self(format!("names `{name}`, which {why}; allowed values: {}", known.join(", ")))
    }
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value of an enum, written as its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Choice<T>(pub T);

impl<T: FromStr + VariantNames> FromStr for Choice<T> {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        name.parse().map(Self).map_err(|_| Unknown::new(name, "is unknown", T::VARIANTS))
    }
}

impl<T> CommaSeparated<Choice<T>> {
    /// The values of the enum.
    pub fn chosen(&self) -> impl Iterator<Item = T> + '_
    where
        T: Copy,
    {
        self.0.iter().map(|choice| choice.0)
    }
}

/// 1 to 100 values, separated by commas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommaSeparated<T>(pub Vec<T>);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for CommaSeparated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let count = text.split(',').count();
        if count > MAX {
            return Err(D::Error::custom(format!("lists {count} values; at most {MAX} are allowed")));
        }
        if text.split(',').any(str::is_empty) {
            return Err(D::Error::custom("has a comma without a value before or after it"));
        }
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}
