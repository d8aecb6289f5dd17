//! Calls that must not be repeated, through an nginx that closes its connections after a few
//! requests: `authloom-nginx-test --calls N`.

mod calls;
mod config;
mod options;
mod program;
mod report;
mod scenario;
mod server;

use std::process::ExitCode;

use authloom_sandbox::{ApiName, Sandbox};

use config::Config;
use options::Options;
use program::Program;
use scenario::SCENARIOS;
use server::Server;

/// The status that says that there is no nginx to test with.
const NO_NGINX: u8 = 77;

fn main() -> ExitCode {
    let options = match options::parse(lexopt::Parser::from_env()) {
        Ok(options) => options,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    let program = match Program::find() {
        Ok(program) => program,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(NO_NGINX);
        }
    };
    println!("{program}, {} calls each", options.calls);
    match run(&program, options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every scenario; tells whether nothing is amiss.
fn run(program: &Program, options: Options) -> Result<bool, String> {
    let sandbox = Sandbox::builder()
        .start()
        .map_err(|error| error.to_string())?;
    let config = Config {
        version: program.version(),
        debug: options.debug,
        upstream: sandbox.base_url(ApiName::Tyk),
    };
    let server = Server::start(program, &config, &sandbox.certificate_pem())?;
    let mut is_well = true;
    for (index, scenario) in SCENARIOS.iter().enumerate() {
        let report = scenario.run(&sandbox, &server, index, options.calls)?;
        println!("{}\n{report}", scenario.name);
        is_well &= report.is_well();
    }
    if !is_well {
        eprintln!("{}", server.last_errors());
    }
    Ok(is_well)
}
