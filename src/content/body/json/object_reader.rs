//! Reads the members of a JSON object, and reports missing and unknown ones.

use serde_json::{Map, Value};

use super::{json_pointer::JsonPointer, targets::Targets};
use crate::content::fault::reference_token;

/// A JSON object whose members are removed as they are read. A member that is `null` counts as missing.
pub(super) struct ObjectReader<'p, 'a> {
    members: Map<String, Value>,
    pointer: &'p mut JsonPointer<'a>,
}

impl<'p, 'a> ObjectReader<'p, 'a> {
    /// Starts to read a value as an object. Any other value is a fault.
    pub(super) fn new(value: Value, pointer: &'p mut JsonPointer<'a>) -> Option<Self> {
        match value {
            Value::Object(members) => Some(Self { members, pointer }),
            _ => {
                pointer.fault("wrong-type", "must be an object");
                None
            }
        }
    }

    /// Reads an optional member with `read`. `None` when it is missing or faulty.
    pub(super) fn optional<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = self.members.remove(name).filter(|value| !value.is_null())?;
        self.pointer.within(name, |pointer| read(value, pointer))
    }

    /// Reads a required member with `read`. A missing member is a fault.
    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Value, &mut JsonPointer<'a>) -> Option<T>,
    ) -> Option<T> {
        if self.members.get(name).is_none_or(Value::is_null) {
            self.members.remove(name);
            self.member_fault(name, "required", "is required");
        }
        self.optional(name, read)
    }

    /// The targets of links and references in the whole body.
    pub(super) fn targets(&self) -> &Targets {
        &self.pointer.targets
    }

    /// Records a fault of a member.
    pub(super) fn member_fault(&mut self, name: &str, code: &str, detail: impl Into<String>) {
        self.pointer.within(name, |pointer| pointer.fault(code, detail));
    }

    /// Records a fault of the object itself.
    pub(super) fn fault(&mut self, code: &str, detail: impl Into<String>) {
        self.pointer.fault(code, detail);
    }

    /// Ends the reading. Each member that was not read is a fault.
    pub(super) fn finish(self) {
        for name in self.members.keys() {
            if self.pointer.is_full() {
                return;
            }
            let unknown = |pointer: &mut JsonPointer<'_>| {
                pointer.fault("unknown-member", "is not a member of this type: remove it")
            };
            self.pointer.within(&reference_token(name), unknown);
        }
    }
}
