//! The current position in the input, for fault reports.

use super::targets::Targets;
use crate::content::Faults;

/// The JSON pointer (RFC 6901) of the value that is being read, with the faults so far.
pub(super) struct JsonPointer<'a> {
    pointer: String,
    /// The targets of links and references in the whole body.
    pub(super) targets: Targets,
    faults: &'a mut Faults,
}

impl<'a> JsonPointer<'a> {
    pub(super) fn new(pointer: &str, targets: Targets, faults: &'a mut Faults) -> Self {
        Self { pointer: pointer.to_owned(), targets, faults }
    }

    /// Runs `read` with the pointer one level deeper. `token` is an index, or a member's name as an escaped reference token.
    pub(super) fn within<T>(&mut self, token: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(token);
        let result = read(self);
        self.pointer.truncate(length);
        result
    }

    /// Records a fault of the current value.
    pub(super) fn fault(&mut self, code: &str, detail: impl Into<String>) {
        self.faults.add(&self.pointer, code, detail);
    }

    /// Whether the list of faults is full, so that reading can stop.
    pub(super) fn is_full(&self) -> bool {
        self.faults.is_full()
    }
}
