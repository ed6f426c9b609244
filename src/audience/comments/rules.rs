//! The comment rules, cached in memory. Every comment is matched against all rules, and they rarely change.

use std::sync::{Arc, PoisonError, RwLock};

use super::store;
use crate::content::comment_rule::Rules;
use crate::db::{Conn, QueryResult};

/// The rules that were last read, with their version. The version is 0 before the first read.
#[derive(Debug, Default)]
pub struct RuleCache(RwLock<(i64, Arc<Rules>)>);

impl RuleCache {
    /// Returns the rules that the current transaction sees. It reads them from the database, up to 5,000 rows, only
    /// when their version has changed.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Arc<Rules>> {
        let version = store::rules_version(conn)?;
        let (cached_version, rules) = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if cached_version == version {
            return Ok(rules);
        }
        let rules = Arc::new(Rules::new(store::rules(conn)?));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (version, rules.clone());
        Ok(rules)
    }
}
