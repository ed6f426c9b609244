//! Parameters that hold several values.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error};
use strum::VariantNames;

/// The most values a parameter may list.
const MAX: usize = 100;

/// Why a value is not one of a closed list of names.
#[derive(Debug)]
pub struct Unknown(String);

impl Unknown {
    /// `name` is none of `known`; `why` says what is wrong with it, after "which".
    pub fn new(name: &str, why: &str, known: &[&str]) -> Self {
        Self(format!("names `{name}`, which {why}; there are: {}", known.join(", ")))
    }
}

impl Display for Unknown {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One of a closed vocabulary, by its name.
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
    /// The values.
    pub fn chosen(&self) -> impl Iterator<Item = T> + '_
    where
        T: Copy,
    {
        self.0.iter().map(|choice| choice.0)
    }
}

/// Values separated by commas, at most 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommaSeparated<T>(pub Vec<T>);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for CommaSeparated<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = text.split(',').count();
        if number > MAX {
            return Err(D::Error::custom(format!("lists {number} values; at most {MAX} are allowed")));
        }
        text.split(',').map(str::parse).collect::<Result<_, _>>().map(Self).map_err(D::Error::custom)
    }
}
