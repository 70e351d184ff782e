//! The program `cliptok`: what was typed goes in, its exit code comes out.

fn main() -> std::process::ExitCode {
    cliptok::cli::run(std::env::args_os().collect()).into()
}
