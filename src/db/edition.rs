//! Which edition of the content readers see.

use std::sync::atomic::{AtomicI64, Ordering};

use diesel::prelude::*;

use super::schema::site;
use super::{Conn, QueryResult};
use crate::content::Time;

/// The state of everything that readers can see. Every change of it makes a new edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct Edition {
    /// Its number; later ones have larger numbers.
    pub number: i64,
    /// When it was made.
    pub made_at: Time,
    /// The number of the edition in which the name of a section, author or tag last changed.
    pub names_since: i64,
}

impl Edition {
    /// Where it stands in the row of the site, for statements that tell it along with what they find.
    pub const COLUMNS: (site::content_epoch, site::content_updated_at, site::names_epoch) =
        (site::content_epoch, site::content_updated_at, site::names_epoch);

    /// The edition that a transaction sees.
    pub fn of(conn: &mut Conn) -> QueryResult<Self> {
        site::table.find(1).select(Self::COLUMNS).first(conn)
    }
}

/// The number of the newest edition that a server knows of. It only grows.
#[derive(Debug, Default)]
pub(super) struct NewestEdition(AtomicI64);

impl NewestEdition {
    pub(super) fn learn(&self, edition: Edition) {
        self.0.fetch_max(edition.number, Ordering::SeqCst);
    }

    pub(super) fn number(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}
