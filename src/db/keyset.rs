//! Keyset pagination: a page continues after the key of a row instead of after a number of rows.

/// Orders a boxed query by a time and an id, and limits it to the rows after an optional key `(time, id)`.
///
/// In this form both databases seek in an index on the two columns, at any depth of the list. With a plain `OR`
/// they would read the index from its start.
macro_rules! seek {
    ($query:expr, by ($time:expr, $id:expr), ascending $ascending:expr, after $key:expr) => {{
        let query = match ($key, $ascending) {
            (None, _) => $query,
            (Some((time, id)), true) => $query.filter($time.ge(time).and($time.gt(time).or($id.gt(id)))),
            (Some((time, id)), false) => $query.filter($time.le(time).and($time.lt(time).or($id.lt(id)))),
        };
        if $ascending {
            query.order(($time.asc(), $id.asc()))
        } else {
            query.order(($time.desc(), $id.desc()))
        }
    }};
}

pub(crate) use seek;
