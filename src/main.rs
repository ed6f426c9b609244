//! The program `broadsheet`. [`broadsheet::cli`] has the commands.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    broadsheet::cli::run()
}
