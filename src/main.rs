//! The program `cliptok`: what was typed goes in, its exit code comes out.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run(std::env::args_os().collect()).into()
}
