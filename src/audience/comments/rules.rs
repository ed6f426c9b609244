//! The rules on comments, kept in memory: every comment is held against all of them, and they seldom change.

use std::sync::{Arc, PoisonError, RwLock};

use super::store;
use crate::content::comment_rule::Rules;
use crate::db::{Conn, QueryResult};

/// The rules as they were last read, and the version of all rules together that they had: 0 before they are read.
#[derive(Debug, Default)]
pub struct RuleCache(RwLock<(i64, Arc<Rules>)>);

impl RuleCache {
    /// The rules that a transaction sees. They are read when they have changed since they were last read; then it is up to
    /// 5,000 rows.
    pub fn read(&self, conn: &mut Conn) -> QueryResult<Arc<Rules>> {
        let version = store::rules_version(conn)?;
        let (known, rules) = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known == version {
            return Ok(rules);
        }
        let rules = Arc::new(Rules::new(store::rules(conn)?));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (version, rules.clone());
        Ok(rules)
    }
}
