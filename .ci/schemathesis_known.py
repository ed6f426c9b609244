"""What schemathesis may find without failing, each with its reason. `.ci/schemathesis` loads it.

A finding is known if every fault in the problem document is known, so a new fault still fails. Server errors always fail.
"""

import atexit
import os
import re
from dataclasses import dataclass
from pathlib import Path

import schemathesis


@dataclass(frozen=True)
class Known:
    """Faults with this code, at this place (the last name of its pointer, or its parameter), in these operations."""

    code: str
    reason: str
    place: str = ".*"
    operation: str = ".*"
    detail: str = ".*"

    def covers(self, operation, code, place, detail):
        texts = ((self.code, code), (self.place, place), (self.operation, operation), (self.detail, detail))
        return all(re.fullmatch(pattern, text, re.DOTALL) for pattern, text in texts)


# What no schema can tell: rules between values, with the present time, or with what is in the database.
RULES = [
    Known("invalid-cursor", "A cursor is only valid for the list that returned it."),
    Known("version-mismatch", "A version that the tool makes up is not the current one. It is compared before the body is read."),
    Known("weak-etag", "The tool makes up weak tags too, and now and then that of the current version."),
    Known("reused", "The tool sends one Idempotency-Key with several bodies.", place="Idempotency-Key"),
    Known("unknown-reference|unknown-comment|unknown-section", "An id that the tool makes up names nothing."),
    Known("itself|under-itself", "A resource cannot be merged into itself or into what is below it."),
    Known("in-the-past|too-early|too-late", "The time has to be in the future or after another time, and at most so far away."),
    Known("not-here|not-alone", "The member or parameter goes with another one, or with certain values of it."),
    Known("required", "It is required with certain transitions only; a slug, when none can be made from the name.", place="reason|publish_at|slug"),
    Known("required", "A text of nothing but spaces or invisible characters is no text.", place="name|headline|body|text|url|kind|action"),
    Known("invalid-value", "Nothing but spaces or invisible characters is no query.", place="q", detail="must not be empty"),
    Known("required", "A patch may leave the member out, but its null removes it.", place="status|name|kind|action|value"),
    Known("wrong-type", "JSON Schema counts 5.0 as a whole number; the server does not.", detail="must be a whole number.*"),
    Known("nul-character", "No database stores U+0000, and no pattern beside a better one is worth telling it everywhere."),
    Known("read-only", "The News ID can be set when an article is created, and stays.", place="id"),
    Known("invalid-value", "What a comment rule matches is written differently for each `kind`.", place="value", operation=".*comment-rules.*"),
    Known("weak-password", "A password also has to be hard to guess."),
    Known("method-not-allowed", "In chains the tool takes `batch` from a path for an id.", operation=".*{id}.*"),
    Known("invalid-language", "Language tags have a grammar and a registry."),
    Known("invalid-value", "Language tags have a grammar and a registry.", place="language"),
    Known("required", "A body needs its format if the article has none yet.", place="format"),
    Known("required", "A draft may lack what publishing needs.", detail="is required to publish.*"),
    Known("self-reference", "An article cannot be related to itself."),
    Known("out-of-range", "Ids that are refused are not counted.", place="ids", operation=".*comments/batch", detail="has 0 ids.*"),
    Known("markup", "A comment must not contain HTML that browsers act on."),
    Known("loop", "A redirect must not lead back to itself, directly or through others."),
    Known("invalid-slug", "No pattern that all tools read tells the letters of every script, or that a slug has one of them."),
    Known("invalid-url|invalid-path", "The URL Standard decides what is a URL; the pattern tells only its beginning.", place="url|from|to|canonical_url"),
    Known("control-character", "White space around a text is removed first, also line ends; control characters in it are refused."),
    Known("invalid-value", "`none` stands alone.", place="body"),
]

# Differences between the document and the server that are to be mended in the document.
DOCUMENT = [
]

used = set()

# The kinds of failures that a problem document explains.
JUDGED_BY_FAULTS = ("RejectedPositiveData", "AcceptedNegativeData", "UndefinedStatusCode")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Returns whether the failure counts."""
    operation = case.operation.label
    if response.status_code >= 500:
        return True
    kind = type(failure).__name__
    # No operation documents 405, because no operation has it.
    if kind == "UndefinedStatusCode" and response.status_code != 405:
        return True
    if 400 <= response.status_code and kind in JUDGED_BY_FAULTS:
        problem = response.json()
        faults = [
            (fault["code"], fault.get("parameter", fault.get("pointer", "").rsplit("/", 1)[-1]), fault["detail"])
            for fault in problem.get("errors", [])
        ]
        return not all(is_known(operation, *fault) for fault in faults or [(problem["code"], "", problem["detail"])])
    if response.status_code == 200 and kind in ("AcceptedNegativeData", "JsonSchemaError"):
        # With `fields`, members are left out. A schema with all members optional would tell less to everybody else.
        left_out = kind == "JsonSchemaError" and "fields" in (case.query or {})
        return not left_out and not is_known(operation, "accepted", "", failure.message)
    return True


def is_known(operation, *fault):
    for known in (*RULES, *DOCUMENT):
        if known.covers(operation, *fault):
            used.add(known)
            return True
    return False


@atexit.register
def tell_used():
    """Adds the reasons that were needed to the file that `.ci/schemathesis` compares with the list."""
    if "SCHEMATHESIS_USED" in os.environ:
        with open(os.environ["SCHEMATHESIS_USED"], "a", encoding="utf-8") as file:
            file.writelines(f"{known.reason}\n" for known in used)


def unused(file):
    """The entries of the list of faults of the document whose reasons are not in the file."""
    needed = Path(file).read_text(encoding="utf-8").splitlines()
    return [known for known in DOCUMENT if known.reason not in needed]
