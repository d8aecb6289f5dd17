//! A tour of the four systems: what is called, what came back, and how an error reads.
//!
//! `cargo xtask demo` runs it against a sandbox of its own. `authloom-tour --live` runs it against
//! the servers that the `AUTHLOOM_…` variables name.

mod arguments;
mod console;
mod fitbit_plus;
mod konnect;
mod ledger;
mod live;
mod plain_http;
mod stage;
mod system;
mod token_service;
mod transport;
mod tyk;

use std::process::ExitCode;

use arguments::{Arguments, HELP};
use fitbit_plus::FitbitPlusTour;
use konnect::KonnectTour;
use stage::{Place, Stage};
use system::{find, visit};
use token_service::TokenServiceTour;
use tyk::TykTour;

/// What is returned when the call itself was wrong, so that scripts can tell it from a failure.
const WRONGLY_CALLED: u8 = 2;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(lexopt::Parser::from_env()) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(WRONGLY_CALLED);
        }
    };
    match tour(&arguments).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

/// Tours all systems, and tells whether all went as expected. An error is a sentence that says why
/// nothing was changed.
async fn tour(arguments: &Arguments) -> Result<bool, String> {
    let mut stage = Stage::new(arguments.place);
    if arguments.place == Place::Live {
        live::introduce(&stage);
    }

    let transport = transport::chosen(arguments).map_err(|error| error.to_string())?;
    let mut konnect = find::<KonnectTour>(&stage, transport.as_ref())?;
    let mut fitbit_plus = find::<FitbitPlusTour>(&stage, transport.as_ref())?;
    let mut token_service = find::<TokenServiceTour>(&stage, transport.as_ref())?;
    let mut tyk = find::<TykTour>(&stage, transport.as_ref())?;

    if arguments.place == Place::Live {
        live::refuse_unless_empty(&stage, konnect.as_ref()).await?;
        let found = [
            konnect.is_some(),
            fitbit_plus.is_some(),
            token_service.is_some(),
            tyk.is_some(),
        ];
        live::agree(&stage, arguments.yes, found.contains(&true))?;
    }

    stage.stop_on_interrupt();
    visit(konnect.as_mut(), &mut stage).await;
    visit(fitbit_plus.as_mut(), &mut stage).await;
    visit(token_service.as_mut(), &mut stage).await;
    visit(tyk.as_mut(), &mut stage).await;
    Ok(stage.sum_up())
}
