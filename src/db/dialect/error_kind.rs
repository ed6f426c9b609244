//! Recognises the kinds of query errors that callers handle.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as QueryError};

/// Whether `error` is a violation of the unique constraint on `table`.`column`.
///
/// PostgreSQL names the constraint, `{table}_{column}_key`. SQLite only has `table.column` in its message.
pub fn violates(error: &QueryError, table: &str, column: &str) -> bool {
    let QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, information) = error else {
        return false;
    };
    let information: &dyn DatabaseErrorInformation = information.as_ref();
    match information.constraint_name() {
        Some(name) => {
            name == format!("{table}_{column}_key") || (column == "id" && name == format!("{table}_pkey"))
        }
        None => information.message().ends_with(&format!("{table}.{column}")),
    }
}

/// Whether `error` is a foreign key violation: other rows refer to the deleted row, or the written row refers to a
/// missing one.
pub fn is_foreign_key_violation(error: &QueryError) -> bool {
    matches!(error, QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _))
}

/// Whether the same work may succeed when it is tried again: after a deadlock, a serialisation failure, a timeout
/// of a statement or a lock, a locked file, or a full disk.
pub fn is_transient(error: &QueryError) -> bool {
    match error {
        QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        QueryError::DatabaseError(_, information) => {
            let message = information.message();
            [
                "deadlock detected",
                "canceling statement due to statement timeout",
                "canceling statement due to lock timeout",
                "database is locked",
                "database or disk is full",
                "could not extend file",
            ]
            .iter()
            .any(|start| message.starts_with(start))
        }
        _ => false,
    }
}

/// Whether `error` is a violation of any unique constraint.
pub fn is_unique_violation(error: &QueryError) -> bool {
    matches!(error, QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}
