//! What readers see of a change of an author or tag.

use crate::Error;
use crate::audit::By;
use crate::content::Slug;
use crate::content::vocabulary::NamedKind;
use crate::db::Conn;
use crate::publishing::changes::{self, Change, ChangeType};

/// Enters among the changes that readers see an author or tag otherwise: with the slugs that it had and has, if it was there
/// before and is there now.
pub fn changed(
    conn: &mut Conn,
    kind: ChangeType,
    id: i64,
    (before, now): (Option<&Slug>, Option<&Slug>),
    by: &By,
) -> Result<(), Error> {
    let named = match kind {
        ChangeType::AuthorCreated | ChangeType::AuthorUpdated | ChangeType::AuthorDeleted => {
            NamedKind::Author
        }
        _ => NamedKind::Tag,
    };
    let path = |slug: &Slug| changes::path_of(named, slug);
    let change = Change::new(kind, id, changes::tags_of(named, id));
    Ok(changes::record_names(conn, change.at(now.map(path), before.map(path)), by.at)?)
}
