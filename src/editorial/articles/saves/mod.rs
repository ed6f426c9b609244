//! Saves of working copies, and the end of an article.

mod store;

pub use self::store::{Save, delete, insert, searched_words, update, work_off_backlog};
