//! One life: a town with its people, two servers, the model, and the comparison after each step.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::{Policy, Waits},
    casework::visits::{NewVisitRule, Rhythm, VisitGroup},
    points::PointsPolicy,
    services::{NewService, ServiceId, TimeClass},
};
use store::{
    Command, Error,
    areas::{
        locations::{AddLocation, NewLocation},
        policies::SetPolicy,
    },
    casework::visits::rules::SetVisitRule,
    points::policy::SetPointsPolicy,
    services::catalogue::AddService,
};

use super::{
    clock::VISIT_DAYS,
    model::{Model, OPEN_CLAIMS},
    rows,
    schedule::{Dice, Fault},
    servers::Servers,
};
use crate::support::{Stage, Town, by};

/// Monday, 2031-03-03, nine in the morning in China: when each life begins. Days of the week and hours of the day
/// decide about pick-up times, visits and answers, so a life that began now would be another one tomorrow.
const BEGIN: Timestamp = 1_930_266_000;
/// Donors of the town; each is on shifts, too.
const DONORS: usize = 4;
/// Price of one unit in points.
pub const PRICE: i64 = 3;

pub struct Life<'s> {
    seed: u64,
    pub(super) stage: &'s Stage,
    pub(super) servers: Servers<'s>,
    pub(super) dice: Dice,
    pub(super) model: Model,
    pub(super) town: Town,
    pub(super) families: [Actor; 2],
    pub(super) donors: Vec<Actor>,
    /// Staff of the organisation that offers the service.
    pub(super) office: Actor,
    pub(super) service: ServiceId,
    /// Item of all wishes and shelves: an appliance that is new, and so needs no check.
    pub(super) item: i64,
    pub(super) begun: Timestamp,
    /// Whether the machine's clock is wrong at present.
    pub(super) is_wrong: bool,
    /// Start of the last shift: each is at a time of its own.
    pub(super) last_shift: Timestamp,
    /// What happened, a line for each step.
    pub log: Vec<String>,
}

impl<'s> Life<'s> {
    pub async fn begin(stage: &'s Stage, seed: u64) -> Life<'s> {
        stage.clock.advance((BEGIN - stage.store.now()).max(0));
        // So that a server that is opened while the clock is wrong knows the time.
        assert!(stage.store.watch_clock().await.expect("the clock is read"));
        let town = stage.town("甲").await;
        let (household, second) = stage.family(&town.caseworker, town.home, "李家").await;
        let mut donors = vec![town.donor.clone()];
        for _ in 1..DONORS {
            donors.push(stage.donor(&town).await);
        }
        let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
        let (root, union) = (town.root, town.union);
        let office = stage.coordinator_of(&town, root).await;
        let new = NewService { organisation: union, name: "修理".into(), class: TimeClass::Days7 };
        let service = stage.store.run(&by(&office), AddService(new)).await.expect("a service");
        stage
            .plant(&format!(
                "update account set proof = 'code' where id = {};
                 update account set organisation = {union} where id = {};
                 insert into item_terms (root, item, points, minimum, limit_units, limit_days)
                 values ({root}, {item}, {PRICE}, 0, 0, 0);",
                town.donor.account, office.account
            ))
            .await;
        let office = stage.actor(office.account).await;
        let branch = NewLocation {
            id: 0,
            area: town.home,
            name: "分店".into(),
            address: "二".into(),
            hours: String::new(),
            open: true,
        };
        let branch = stage.store.run(&by(&town.admin), AddLocation(branch)).await.expect("a shop");
        // The model has no clock for goods that are not brought or collected; their own tests have.
        let waits = Waits { arrive_days: 30, grace_days: 30, collect_days: 90 };
        let open_claims = i64::try_from(OPEN_CLAIMS).unwrap_or(i64::MAX);
        let policy = Policy { open_claims, waits, ..Policy::default() };
        stage.store.run(&by(&town.admin), SetPolicy { area: root, policy }).await.expect("a policy");
        let policy = PointsPolicy { valid_months: 12, ..PointsPolicy::default() };
        stage.store.run(&by(&town.admin), SetPointsPolicy { area: root, policy }).await.expect("a policy");
        let rule = NewVisitRule {
            area: town.district,
            families: VisitGroup::All,
            rhythm: Rhythm::Weekly,
            days: VISIT_DAYS,
            ..NewVisitRule::default()
        };
        stage.store.run(&by(&town.coordinator), SetVisitRule(rule)).await.expect("a rule");
        let begun = stage.store.now();
        let model = Model {
            now: begun,
            shops: [town.shop, branch],
            households: [town.household, household],
            rule: Rhythm::Weekly.window(VISIT_DAYS, begun),
            ..Model::default()
        };
        Life {
            seed,
            stage,
            servers: Servers::start(stage).await,
            dice: Dice::of(seed, 0),
            model,
            families: [town.family.clone(), second],
            town,
            donors,
            office,
            service,
            item,
            begun,
            is_wrong: false,
            last_shift: 0,
            log: Vec::new(),
        }
    }

    /// Lives one step and compares the database with the model.
    pub async fn step(&mut self, number: usize) -> Result<(), String> {
        self.dice = Dice::of(self.seed, number);
        // Each step has seconds of its own, so that times of the model and of the store are in one order.
        self.stage.clock.advance(2);
        self.model.now = self.stage.store.now();
        let action = self.choose();
        self.servers.met = Fault::None;
        let done = self.act(action).await;
        self.log.push(format!("{number} {action:?} {:?}", self.servers.met));
        done.map_err(|said| format!("{action:?} ({:?}): {said}", self.servers.met))?;
        self.compare().await.map_err(|said| format!("after {action:?} ({:?}): {said}", self.servers.met))
    }

    /// Compares all that the model knows with the database.
    pub async fn compare(&mut self) -> Result<(), String> {
        let database = rows::lines(&mut self.servers.eye).await;
        rows::difference(&database, &self.model.lines()).map_or(Ok(()), Err)
    }

    /// Ends a life: the clock is right again, everything is delivered, and `check` finds nothing.
    pub async fn end(self) -> Vec<String> {
        self.stage.clock.set_wrong(0);
        self.servers.end().await;
        self.stage.store.0.deliver_all().await.expect("delivered");
        assert_eq!(self.stage.store.check().await.expect("checked"), Vec::<String>::new(), "SEED={}", self.seed);
        self.log
    }

    /// Runs a command of an account, with whatever fault it meets.
    pub(super) async fn run<C: Command>(
        &mut self,
        who: &Actor,
        command: impl Fn() -> C,
    ) -> Result<store::Result<C::Output>, String> {
        self.servers.run(&mut self.dice, who, command).await
    }

    /// As [`Life::run`]. The output is `None` if store and model both refuse; that only one does is an error.
    pub(super) async fn agree<C: Command>(
        &mut self,
        may: bool,
        who: &Actor,
        command: impl Fn() -> C,
    ) -> Result<Option<C::Output>, String> {
        match (may, self.run(who, command).await?) {
            (true, Ok(output)) => Ok(Some(output)),
            (false, Err(Error::Refused(_))) => Ok(None),
            (true, Err(error)) => Err(format!("{} was refused ({error}), but the model does it", C::NAME)),
            (false, _) => Err(format!("{} was done, but the model refuses it", C::NAME)),
        }
    }

    /// The donor of an account, or another one if it is no donor's.
    pub(super) fn donor(&self, account: i64) -> Actor {
        self.donors.iter().find(|donor| donor.account == account).unwrap_or(&self.donors[0]).clone()
    }

    pub(super) fn any_donor(&mut self) -> Actor {
        self.donors[self.dice.below(DONORS)].clone()
    }
}
