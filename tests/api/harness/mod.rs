//! Runs the scenarios on each database. The run fails when an operation of the API succeeds in no scenario.

mod articles;
mod changes;
mod client;
mod contract;
mod copies;
mod databases;
mod newsroom;
mod postgres;
mod proxy;
mod response;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

pub use self::articles::{Taxonomy, article_path, headlines, id, ids};
pub use self::changes::KILL_REASON;
pub use self::client::{Client, Request};
use self::contract::Contract;
pub use self::databases::DatabaseKind;
use self::databases::Databases;
pub use self::newsroom::{Newsroom, PASSWORD, UncachedServer};
pub use self::proxy::DatabaseProxy;
pub use self::response::Response;

/// A statement about the API as a name, and the function that checks it.
pub struct Scenario {
    /// The module and the name of the function.
    pub name: &'static str,
    /// The databases that the scenario runs on. One that tests a feature of PostgreSQL runs there only.
    pub databases: &'static [DatabaseKind],
    pub run: fn(Newsroom) -> Pin<Box<dyn Future<Output = ()>>>,
}

inventory::collect!(Scenario);

/// Registers the scenarios of a file. Scenarios after `postgres:` run on PostgreSQL only.
macro_rules! scenarios {
    ($($name:ident),+ $(,)? $(; postgres: $($server:ident),+ $(,)?)?) => {
        $($crate::harness::scenarios!(@register $name, &$crate::harness::DatabaseKind::ALL);)+
        $($($crate::harness::scenarios!(@register $server, &[$crate::harness::DatabaseKind::Postgres]);)+)?
    };
    (@register $name:ident, $databases:expr) => {
        inventory::submit! {
            $crate::harness::Scenario {
                name: concat!(module_path!(), "::", stringify!($name)),
                databases: $databases,
                run: |newsroom| Box::pin($name(newsroom)),
            }
        }
    };
}

pub(crate) use scenarios;

/// Runs all registered scenarios, or those that the arguments select, in the order of their names.
pub fn run() -> ExitCode {
    let mut scenarios: Vec<&Scenario> = inventory::iter::<Scenario>().collect();
    scenarios.sort_by_key(|scenario| scenario.name);
    let arguments = Arguments::from_args();
    let runs_all = arguments.filter.is_none() && arguments.skip.is_empty() && !arguments.list;
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
        println!("{}", databases.summary(count, runs_all));
    }
    let unexercised = contract.unexercised();
    if runs_all && !conclusion.has_failed() && !unexercised.is_empty() {
        eprintln!("these operations succeed in no scenario: {}", unexercised.join(", "));
        return ExitCode::FAILURE;
    }
    conclusion.exit_code()
}

/// One trial of the scenario for each of its databases. A trial is ignored when its database is not available.
fn trials(scenario: &Scenario, databases: &Arc<Databases>, contract: &Arc<Contract>) -> Vec<Trial> {
    let name = scenario.name.strip_prefix("api::").unwrap_or(scenario.name);
    let trials = scenario.databases.iter().map(|&kind| {
        let (databases, contract, run) = (Arc::clone(databases), Arc::clone(contract), scenario.run);
        let is_available = databases.has(kind);
        let trial = Trial::test(name.to_owned(), move || {
            let database = databases.create(kind).map_err(Failed::from)?;
            actix_web::rt::System::new().block_on(async move {
                let newsroom = Newsroom::open(database, contract).await;
                run(newsroom).await;
            });
            Ok(())
        });
        trial.with_kind(kind.name()).with_ignored_flag(!is_available)
    });
    trials.collect()
}
