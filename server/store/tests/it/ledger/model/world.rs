//! A town per case, whose steps run in the store and in the model.

use std::future::Future;

use domain::{
    DAY,
    areas::{Policy, Waits},
    claims::{ApplianceCheck, ClaimState},
    ledger::{Condition, JournalKind, Place},
    points::PointsPolicy,
};
use store::{
    areas::{
        locations::{AddLocation, NewLocation},
        policies::SetPolicy,
    },
    points::policy::SetPointsPolicy,
    stock::movements::ReverseStock,
};

use super::{
    Model, Moves, Spot, Step, Verdict,
    claims::Claim,
    counter::{self, Made},
    errands::{Errands, PRICE},
    eye::Eye,
};
use crate::support::{Stage, Town, by, unique};

/// Journal kinds that cannot be reversed: other steps undo them, or nothing does.
const FINAL: [JournalKind; 10] = [
    JournalKind::Reverse,
    JournalKind::Send,
    JournalKind::Arrive,
    JournalKind::Assemble,
    JournalKind::TakeApart,
    JournalKind::Expire,
    JournalKind::Grant,
    JournalKind::TakeBack,
    JournalKind::Lend,
    JournalKind::GiveBack,
];

/// Items of the model with their size: electrical, sized, and perishable.
pub(super) const THINGS: [(&str, &str); 3] = [("desk_lamp", ""), ("school_bag", "学前"), ("rice", "")];

pub(super) struct Lot {
    pub id: i64,
    pub thing: usize,
    pub used: bool,
    pub expires: i64,
    pub checked: bool,
}

/// A town, its shops, and the model's state of them.
pub struct World<'s> {
    pub(super) stage: &'s Stage,
    pub(super) eye: Eye,
    pub(super) town: Town,
    pub(super) shops: [i64; 2],
    /// Highest entry and lot ids before this case; later rows belong to it.
    since: (i64, i64),
    pub(super) model: Model,
    pub(super) lots: Vec<Lot>,
    pub(super) claims: Vec<Claim>,
    pub(super) errands: Errands,
    /// Item id of the town's kit; `kits` are the lots assembled of it.
    pub(super) kit: i64,
    pub(super) kits: Vec<Made>,
}

impl<'s> World<'s> {
    pub async fn new(stage: &'s Stage) -> World<'s> {
        let town = stage.town(&format!("第{}镇", unique())).await;
        let boss = by(&town.admin);
        let branch = stage
            .store
            .run(
                &boss,
                AddLocation(NewLocation {
                    id: 0,
                    area: town.home,
                    name: "分店".into(),
                    address: "二".into(),
                    hours: String::new(),
                    open: true,
                }),
            )
            .await;
        let shops = [town.shop, branch.expect("a shop")];
        let mut eye = Eye::on(stage).await;
        let since = (
            eye.number("select cast(coalesce(max(id), 0) as bigint) from entry").await,
            eye.number("select cast(coalesce(max(id), 0) as bigint) from lot").await,
        );
        let mut sql = String::new();
        for (key, _) in THINGS {
            let (root, item) = (town.root, item(key));
            sql += &format!(
                "insert into item_terms (root, item, points, minimum, limit_units, limit_days)
                 values ({root}, {item}, {PRICE}, 0, 0, 0);"
            );
        }
        stage.plant(&sql).await;
        // Points lapse at the end of the next month, and there is no monthly grant.
        // The model has no clock for goods that are not brought or collected; their own tests have.
        let policy = Policy { waits: Waits { arrive_days: 30, grace_days: 30, collect_days: 90 }, ..Policy::default() };
        stage.store.run(&by(&town.admin), SetPolicy { area: town.root, policy }).await.expect("a policy");
        let policy = PointsPolicy { valid_months: 1, ..PointsPolicy::default() };
        let set = stage.store.run(&by(&town.admin), SetPointsPolicy { area: town.root, policy }).await;
        set.expect("a policy");
        let kit = counter::kit(stage, &town).await;
        let (model, errands, kits) = (Model::default(), Errands::default(), Vec::new());
        World { stage, eye, town, shops, since, model, lots: Vec::new(), claims: Vec::new(), errands, kit, kits }
    }

    /// Runs a step in the store and the model, then compares them.
    pub async fn play(&mut self, step: &Step) -> Result<(), String> {
        self.act(step).await?;
        self.look().await
    }

    /// Compares the balances, the sums of their entries and the model.
    async fn look(&mut self) -> Result<(), String> {
        let (entry, lot) = self.since;
        let kept = self
            .eye
            .lines(format!(
                "select a.place, a.owner, b.lot, b.quantity from balance b join ledger_account a on a.id = b.account
                 where b.lot > {lot} and b.quantity <> 0 order by a.place, a.owner, b.lot"
            ))
            .await;
        let written = self
            .eye
            .lines(format!(
                "select a.place, a.owner, e.lot, cast(sum(e.quantity) as bigint) from entry e
                     join ledger_account a on a.id = e.account
                 where e.id > {entry} and e.lot > {lot} group by a.place, a.owner, e.lot having sum(e.quantity) <> 0
                 order by a.place, a.owner, e.lot"
            ))
            .await;
        if kept != written {
            return Err(format!("balances are not the sums of their entries: {kept:?}, but {written:?}"));
        }
        let lopsided = self
            .eye
            .lines(format!(
                "select '', journal, lot, cast(sum(quantity) as bigint) from entry where id > {entry}
                 group by journal, lot having sum(quantity) <> 0"
            ))
            .await;
        if !lopsided.is_empty() {
            return Err(format!("journals that do not sum to zero: {lopsided:?}"));
        }
        let free = ["outside", "assembly", "programme"];
        if let Some(below) = kept.iter().find(|(place, .., n)| *n < 0 && !free.contains(&place.as_str())) {
            return Err(format!("below zero: {below:?}"));
        }
        let kept = Model(kept.into_iter().map(|(place, owner, lot, n)| ((place, owner, lot), n)).collect());
        if kept != self.model {
            return Err(format!("the store has {:?}, the model {:?}", kept.0, self.model.0));
        }
        Ok(())
    }

    /// Removes a unit from the model, so that the next comparison must fail.
    pub fn forget_a_unit(&mut self) {
        if let Some(units) = self.model.0.values_mut().find(|n| **n > 0) {
            *units -= 1;
        }
    }

    /// Runs a store call and compares its result with the verdict.
    pub(super) async fn judge<T>(
        &mut self,
        verdict: Verdict,
        asked: impl Future<Output = store::Result<T>>,
    ) -> Result<Option<T>, String> {
        let answer = asked.await;
        match (verdict, answer) {
            (_, Err(error)) if !matches!(error, store::Error::Refused(_)) => Err(format!("broken: {error}")),
            (Verdict::Moves(moves) | Verdict::Either(moves), Ok(made)) => {
                self.model.apply(&moves);
                Ok(Some(made))
            }
            (Verdict::Refused | Verdict::Either(_), Err(_)) => Ok(None),
            (Verdict::Moves(moves), Err(error)) => Err(format!("refused ({error}), but {moves:?} was possible")),
            (Verdict::Refused, Ok(_)) => Err("done, but the model says that it cannot be".into()),
        }
    }

    pub(super) fn lot(&self, id: i64) -> &Lot {
        self.lots.iter().find(|lot| lot.id == id).expect("a lot of this case")
    }

    pub(super) fn is_past(&self, lot: i64) -> bool {
        let lot = self.lot(lot);
        lot.expires != 0 && lot.expires <= self.stage.store.now()
    }

    pub(super) fn needs_check(&self, lot: i64) -> bool {
        let lot = self.lot(lot);
        lot.thing == 0 && lot.used && !lot.checked
    }

    /// Whether a claim waits for the check of this lot, whose goods then belong to the claim.
    pub(super) fn is_bound(&self, lot: i64) -> bool {
        self.claims.iter().any(|c| c.lot == lot && c.state == ClaimState::Arrived && c.awaiting_check)
    }

    /// Picks shop, lot and units at a place of either shop; `None` when it is empty.
    pub(super) fn choice(&self, place: Place, pick: usize) -> Option<(i64, i64, i64)> {
        let all: Vec<_> = self
            .shops
            .iter()
            .flat_map(|shop| self.model.lots(place, *shop).into_iter().map(|(lot, n)| (*shop, lot, n)))
            .collect();
        (!all.is_empty()).then(|| all[pick % all.len()])
    }

    pub(super) fn past_or(&self, lot: i64, verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Moves(moves) if self.is_past(lot) => Verdict::Either(moves),
            other => other,
        }
    }

    pub(super) fn date(&self, days: i64) -> i64 {
        if days == 0 { 0 } else { self.stage.store.now() + days * DAY }
    }

    async fn act(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Receive { shop, thing, quantity, used, days } => {
                self.receive(shop, thing, quantity, used, days).await
            }
            Step::Inspect { pick, quantity, signed } => self.inspect(pick, quantity, signed).await,
            Step::Return { pick, quantity } => self.remove(Place::Quarantine, pick, quantity, true).await,
            Step::WriteOff { pick, quantity, quarantine } => {
                self.remove(if quarantine { Place::Quarantine } else { Place::Shelf }, pick, quantity, false).await
            }
            Step::Carry { pick, quantity, back } => self.carry(pick, quantity, back).await,
            Step::Count { pick, counted } => self.count(pick, counted).await,
            Step::Fill { shop, thing, quantity } => self.fill(shop, thing, quantity).await,
            Step::Bring { thing, quantity, used, days } => self.bring(thing, quantity, used, days).await,
            Step::Check { pick, passed } => self.check(pick, passed).await,
            Step::Release { pick } => self.release(pick).await,
            Step::HandOver { pick } => self.hand_over(pick).await,
            Step::Send { pick, quantity } => self.send(pick, quantity).await,
            Step::Arrive { pick, less } => self.arrive(pick, less).await,
            Step::Settle { pick, quantity, outcome } => self.settle(pick, quantity, outcome).await,
            Step::CallBack { pick } => self.call_back(pick).await,
            Step::Grant { points } => self.grant(points).await,
            Step::TakeBack { points } => self.take_back(points).await,
            Step::Order { shop, thing, quantity } => self.order(shop, thing, quantity).await,
            Step::Collect { pick } => self.collect(pick).await,
            Step::Cancel { pick } => self.cancel(pick).await,
            Step::WalkIn { shop, thing, quantity } => self.walk_in(shop, thing, quantity).await,
            Step::Assemble { shop, kits } => self.assemble(shop, kits).await,
            Step::TakeApart { shop, kits, quarantine } => self.take_apart(shop, kits, quarantine).await,
            Step::Take { shop, pick, off } => self.take(shop, pick, off).await,
            Step::Approve { shop } => self.approve(shop).await,
            Step::Reverse { pick } => self.reverse(pick).await,
            Step::Tick { days } => self.tick(days).await,
        }
    }

    async fn reverse(&mut self, pick: usize) -> Result<(), String> {
        let root = self.town.root;
        let journals = self
            .eye
            .journals(format!(
                "select j.id, j.kind, j.claim + j.transfer + j.shop_order,
                     j.reverses + coalesce((select r.id from journal r where r.reverses = j.id), 0)
                 from journal j where j.root = {root} order by j.id"
            ))
            .await;
        let Some((id, kind, belongs, reversed)) = journals.get(pick % journals.len().max(1)).cloned() else {
            return Ok(());
        };
        let entries = self
            .eye
            .lines(format!(
                "select a.place, a.owner, e.lot, e.quantity from entry e join ledger_account a on a.id = e.account
                 where e.journal = {id}"
            ))
            .await;
        let mirrored: Moves = entries
            .into_iter()
            .map(|(place, owner, lot, n)| -> (Spot, i64) { ((place.parse().expect("a place"), owner, lot), -n) })
            .collect();
        // Neither a reversed journal nor one that other steps undo can be reversed.
        let kind: JournalKind = kind.parse().expect("a kind");
        let shelves: Vec<i64> =
            mirrored.iter().filter(|((place, ..), _)| *place == Place::Shelf).map(|((_, shop, _), _)| *shop).collect();
        let verdict = if belongs != 0 || reversed != 0 || FINAL.contains(&kind) {
            Verdict::Refused
        } else {
            self.counted_or(&shelves, self.model.may(mirrored))
        };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        self.judge(verdict, store.run(&keeper, ReverseStock { journal: id, reason: "记错了".into() })).await.map(drop)
    }

    async fn tick(&mut self, days: i64) -> Result<(), String> {
        self.stage.clock.advance(days * DAY);
        self.stage.store.run_clocks().await.map_err(|e| e.to_string())?;
        self.time_passed();
        Ok(())
    }
}

pub(super) fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

pub(super) fn condition(used: bool) -> Condition {
    if used { Condition::Used } else { Condition::New }
}

pub(super) fn signature(passed: bool) -> ApplianceCheck {
    let note = if passed { "" } else { "漏电" };
    ApplianceCheck { checker: "钱师傅".into(), passed, note: note.into() }
}
