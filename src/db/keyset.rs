//! Keyset paging: a page starts after the sort key of a row, not after a number of rows.

/// Orders a boxed query and starts it after a row of that order.
///
/// `by (column, id), ascending …, after …` orders by two columns in the same direction. `after` is the `Option` of a pair:
/// `None` starts at the first row. Both databases seek in an index for this condition. For a plain `OR` they
/// would scan the index from its start.
///
/// `by column, page …` orders by one unique column, as a `&PageRequest` asks: ascending after the cursor, or descending
/// before it.
macro_rules! seek {
    ($query:expr, by ($column:expr, $id:expr), ascending $ascending:expr, after $after:expr) => {{
        let query = match ($after, $ascending) {
            (None, _) => $query,
            (Some((value, id)), true) => {
                $query.filter($column.ge(value).and($column.gt(value).or($id.gt(id))))
            }
            (Some((value, id)), false) => {
                $query.filter($column.le(value).and($column.lt(value).or($id.lt(id))))
            }
        };
        if $ascending {
            query.order(($column.asc(), $id.asc()))
        } else {
            query.order(($column.desc(), $id.desc()))
        }
    }};
    ($query:expr, by $column:expr, page $page:expr) => {
        match (&$page.cursor, $page.backward()) {
            (Some(cursor), true) => $query.filter($column.lt(&cursor.key)).order($column.desc()),
            (Some(cursor), false) => $query.filter($column.gt(&cursor.key)).order($column.asc()),
            (None, _) => $query.order($column.asc()),
        }
    };
}

pub(crate) use seek;
