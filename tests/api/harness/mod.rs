//! Runs scenarios on every database there is, and says which operations none of them exercised.

mod answer;
mod changes;
mod client;
mod contract;
mod copies;
mod databases;
mod draft;
mod newsroom;
mod postgres;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

pub use self::answer::Answer;
pub use self::changes::KILL_REASON;
pub use self::client::{Client, Request};
use self::contract::Contract;
use self::databases::Databases;
pub use self::draft::Desk;
pub use self::newsroom::{Newsroom, PASSWORD};

/// A sentence about the API, and the steps that prove it.
pub struct Scenario {
    /// Its module and name.
    pub name: &'static str,
    /// The steps.
    pub run: fn(Newsroom) -> Pin<Box<dyn Future<Output = ()>>>,
}

/// Lists the scenarios of a file.
macro_rules! scenarios {
    ($($name:ident),+ $(,)?) => {
        pub fn scenarios() -> Vec<$crate::harness::Scenario> {
            vec![$($crate::harness::Scenario {
                name: concat!(module_path!(), "::", stringify!($name)),
                run: |newsroom| Box::pin($name(newsroom)),
            }),+]
        }
    };
}

pub(crate) use scenarios;

/// Runs all scenarios, or those the arguments choose.
pub fn run(scenarios: Vec<Scenario>) -> ExitCode {
    let arguments = Arguments::from_args();
    let everything = arguments.filter.is_none() && arguments.skip.is_empty() && !arguments.list;
    let databases = match Databases::find(!arguments.list) {
        Ok(databases) => Arc::new(databases),
        Err(reason) => {
            eprintln!("{reason}");
            return ExitCode::FAILURE;
        }
    };
    let contract = Arc::new(Contract::read());
    let trials = scenarios.iter().flat_map(|scenario| trials(scenario, &databases, &contract)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !arguments.list {
        println!("{}", databases.summary(scenarios.len(), everything));
    }
    let unexercised = contract.unexercised();
    if everything && !conclusion.has_failed() && !unexercised.is_empty() {
        eprintln!("no scenario had success with: {}", unexercised.join(", "));
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

/// The scenario on each database; ignored on one that is not there.
fn trials(scenario: &Scenario, databases: &Arc<Databases>, contract: &Arc<Contract>) -> Vec<Trial> {
    let name = scenario.name.strip_prefix("api::").unwrap_or(scenario.name);
    let trials = databases::Kind::ALL.into_iter().map(|kind| {
        let (databases, contract, run) = (Arc::clone(databases), Arc::clone(contract), scenario.run);
        let here = databases.has(kind);
        let trial = Trial::test(name.to_owned(), move || {
            let database = databases.fresh(kind).map_err(Failed::from)?;
            actix_web::rt::System::new().block_on(async move {
                let newsroom = Newsroom::open(database, contract).await;
                run(newsroom).await;
            });
            Ok(())
        });
        trial.with_kind(kind.name()).with_ignored_flag(!here)
    });
    trials.collect()
}
