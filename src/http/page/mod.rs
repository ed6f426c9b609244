//! Lists in pages: the requested page, cursors, and the page of a response.

mod cursor;
mod limit;
mod request;
mod response;

pub use self::cursor::{Cursor, Direction};
pub use self::limit::{Limit, LongLimit};
pub use self::request::{Count, PageRequest, excluded_from_filter};
pub use self::response::{Page, PageInfo};
