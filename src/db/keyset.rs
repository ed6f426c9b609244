//! Paging by the keys of rows instead of by their number.

/// A boxed query in the order of a time and an id, ascending or not, from after a place in that order.
///
/// In this form the condition walks an index on both databases, however far in the place is; the plain
/// `OR` would read it from its start.
macro_rules! seek {
    ($query:expr, by ($time:expr, $id:expr), ascending $ascending:expr, after $place:expr) => {{
        let query = match ($place, $ascending) {
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
