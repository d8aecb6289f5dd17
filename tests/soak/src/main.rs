//! Random calls under random faults and random cancellation, for as long as it takes to see what
//! leaks: `authloom-sandbox -- authloom-soak --calls N --seed S`.

mod calls;
mod control;
mod faults;
mod machine;
mod options;
mod run;
mod tally;

use std::process::ExitCode;

fn main() -> ExitCode {
    let options = match options::parse(lexopt::Parser::from_env()) {
        Ok(options) => options,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    println!("seed {}, {} calls", options.seed, options.calls);
    match run::run(&options) {
        Ok(report) => {
            println!("{report}");
            if report.is_well() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}
