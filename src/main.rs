//! The program `broadsheet`.

use std::process::ExitCode;

fn main() -> ExitCode {
    broadsheet::cli::run()
}
