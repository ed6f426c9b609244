//! Runs scenarios on every database there is, and says which operations none of them exercised.

mod answer;
mod changes;
mod client;
mod contract;
mod copies;
mod databases;
mod draft;
mod network;
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
pub use self::databases::Kind;
pub use self::draft::Desk;
pub use self::network::Network;
pub use self::newsroom::{Newsroom, PASSWORD, Uncached};

/// A sentence about the API, and the steps that prove it.
pub struct Scenario {
    /// Its module and name.
    pub name: &'static str,
    /// The databases that it is about: both, unless it is about what only one of them can do.
    pub databases: &'static [Kind],
    /// The steps.
    pub run: fn(Newsroom) -> Pin<Box<dyn Future<Output = ()>>>,
}

/// Lists the scenarios of a file, and those that are about a PostgreSQL server only.
macro_rules! scenarios {
    ($($name:ident),+ $(,)? $(; postgres: $($server:ident),+ $(,)?)?) => {
        pub fn scenarios() -> Vec<$crate::harness::Scenario> {
            let on = |name, databases, run| $crate::harness::Scenario { name, databases, run };
            vec![
                $(on(
                    concat!(module_path!(), "::", stringify!($name)),
                    &$crate::harness::Kind::ALL,
                    |newsroom| Box::pin($name(newsroom)),
                ),)+
                $($(on(
                    concat!(module_path!(), "::", stringify!($server)),
                    &[$crate::harness::Kind::Postgres],
                    |newsroom| Box::pin($server(newsroom)),
                ),)+)?
            ]
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
        let count = |kind| scenarios.iter().filter(|scenario| scenario.databases.contains(&kind)).count();
        println!("{}", databases.summary(count, everything));
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
    let trials = scenario.databases.iter().map(|&kind| {
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
