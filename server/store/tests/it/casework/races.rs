//! Closing, merging and erasing a file beside everything that a family and staff do with it at the same moment.
//! Two servers on one database: on PostgreSQL a write that waited for a file's lock must not act on what it read before.

use std::future::Future;

use crate::support::{Stage, Town, asked_for, by, on_both};
use domain::{
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging},
    catalogue::items::Terms,
    claims::Arrival,
    consents::{ConsentKind, GivenAs, How, NewConsent},
    households::{
        HouseholdId, Member,
        reveals::{Reveal, RevealReason},
    },
    ledger::Condition,
    orders::{Wanted, slots},
    wishes::{NewWish, Publication, WishId},
};
use store::{
    Store,
    casework::{
        corrections::AskCorrection,
        file::{close::CloseFile, merge::MergeFiles},
        members::AddMember,
        notes::AddNote,
        objections::FileObjection,
    },
    catalogue::items::WriteItem,
    claims::fulfilment::AcceptGoods,
    households::reveal::RevealHousehold,
    imports::points::PointsRow,
    orders::{basket::PutInBasket, lifecycle::CancelOwnOrder, place::PlaceOrder, walk_in::IssueWalkIn},
    points::adjustments::{ByHand, GivePoints},
    wishes::lifecycle::{PostWish, PublishWish, WithdrawWish},
};
use tokio::task::JoinHandle;

/// Rounds of each race. One round was enough in most tries without the lock; each makes a family of its own.
const ROUNDS: usize = 6;

/// Operations under way, each with its name.
type Started = Vec<(&'static str, JoinHandle<store::Result<()>>)>;

fn start<T: Send + 'static>(
    started: &mut Started,
    name: &'static str,
    run: impl Future<Output = store::Result<T>> + Send + 'static,
) {
    started.push((name, tokio::spawn(async move { run.await.map(drop) })));
}

/// Waits for all; each is done or refused, and never fails. Returns those that were done.
async fn finish(started: Started) -> Vec<&'static str> {
    let mut done = Vec::new();
    for (name, task) in started {
        match task.await.expect("the task ends") {
            Ok(()) => done.push(name),
            Err(store::Error::Refused(refused)) => assert!(refused.status() < 500, "{name}: {refused}"),
            Err(failed) => panic!("{name} failed: {failed}"),
        }
    }
    done
}

#[track_caller]
fn succeeded<T>(what: &str, result: store::Result<T>) -> T {
    result.unwrap_or_else(|refused| panic!("{what}: {refused}"))
}

/// A town with a second server on its database, and a shelf whose goods cost five points.
struct Scene<'s> {
    stage: &'s Stage,
    other: Store,
    town: Town,
    item: i64,
}

impl<'s> Scene<'s> {
    async fn new(stage: &'s Stage) -> Scene<'s> {
        let town = stage.town("河口").await;
        let item = stage.own_item(&town, "换新的毛巾架").await;
        stage.shelved_item(&town, item, 900, 0).await;
        let terms = Terms { points: 5, ..Terms::default() };
        stage.store.run(&by(&town.shopkeeper), WriteItem::terms(item, terms)).await.expect("terms");
        Scene { stage, other: stage.another().await, town, item }
    }

    fn order(&self) -> PlaceOrder {
        let (location, pickup) = (self.town.shop, slots(self.stage.store.now())[0].from);
        PlaceOrder { location, pickup, lines: vec![self.wanted()], basket: false }
    }

    fn wanted(&self) -> Wanted {
        Wanted { item: self.item, size: String::new(), quantity: 1 }
    }

    async fn end(self) {
        self.other.close().await;
        self.stage.is_clean().await;
    }
}

fn wish(key: &str, household: HouseholdId) -> NewWish {
    let item = domain::catalogue::by_key(key).expect("in the catalogue");
    let size = item.sizes.first().map(ToString::to_string).unwrap_or_default();
    let (words, beyond) = ("家里要用".into(), if household == 0 { String::new() } else { "孩子多".into() });
    NewWish { household, item: item.id, size, quantity: 1, words, beyond, again: true, ..NewWish::default() }
}

/// A family with points, a held order, and a wish before and after its review.
struct Family {
    id: HouseholdId,
    actor: Actor,
    order: i64,
    submitted: WishId,
    published: WishId,
    people: Vec<i64>,
}

impl Scene<'_> {
    async fn family(&self) -> Family {
        let (store, town) = (&self.stage.store, &self.town);
        let (id, actor) = self.stage.family(&town.caseworker, town.home, "李家").await;
        let gift = ByHand { household: id, points: 100, reason: "慰问".into() };
        succeeded("points", store.run(&by(&town.caseworker), GivePoints(gift)).await);
        let order = succeeded("an order", store.run(&by(&actor), self.order()).await);
        let submitted = succeeded("a wish", store.run(&by(&actor), PostWish(wish("desk_lamp", 0))).await);
        let published = succeeded("a wish", store.run(&by(&actor), PostWish(wish("wok", 0))).await);
        let words = Publication { words: "家里要用".into() };
        succeeded(
            "published",
            store.run(&by(&town.caseworker), PublishWish { id: published, words: words.words }).await,
        );
        let first = self.stage.number(&format!("select min(id) from person where household = {id}")).await;
        Family { id, actor, order, submitted, published, people: vec![first, first + 1] }
    }

    /// Starts what a family and its staff do, on both servers.
    fn start_all(&self, family: &Family) -> Started {
        let mut all = Started::new();
        let (one, two) = (self.stage.store.clone(), self.other.clone());
        let (id, shop) = (family.id, self.town.shop);
        let (own, keeper, clerk) = (|| by(&family.actor), || by(&self.town.caseworker), || by(&self.town.shopkeeper));

        let (store, by) = (two.clone(), own());
        start(&mut all, "wish_post", async move { store.run(&by, PostWish(wish("school_bag", 0))).await });
        let (store, by) = (one.clone(), keeper());
        start(
            &mut all,
            "wish_post for the family",
            async move { store.run(&by, PostWish(wish("desk_lamp", id))).await },
        );
        let (store, by, order) = (two.clone(), own(), self.order());
        start(&mut all, "order_place", async move { store.run(&by, order).await });
        let (store, by, lines) = (one.clone(), clerk(), vec![self.wanted()]);
        let walk_in = IssueWalkIn { household: id, location: shop, lines };
        start(&mut all, "walk_in_issue", async move { store.walk_in_issue(&by, walk_in).await });
        let (store, by) = (two.clone(), keeper());
        let gift = ByHand { household: id, points: 7, reason: "慰问".into() };
        start(&mut all, "points_give", async move { store.run(&by, GivePoints(gift)).await });
        let (store, by) = (one.clone(), keeper());
        let row = PointsRow { household: id, points: 3, reason: "十一月".into() };
        start(&mut all, "points_import", async move { store.points_import(&by, vec![row], false).await });
        let (store, by) = (two.clone(), keeper());
        let consent = NewConsent {
            household: id,
            member: 0,
            kind: ConsentKind::Voice,
            wish: 0,
            giver: 0,
            given_by: "外婆".into(),
            relation: GivenAs::Guardian,
            how: How::Spoken,
            witness: "邻居".into(),
            note: String::new(),
        };
        start(&mut all, "consent_record", async move { store.consent_record(&by, consent, None).await });
        let (store, by) = (one.clone(), keeper());
        start(&mut all, "note_add", async move { store.run(&by, AddNote::new(id, "看过".into())).await });
        let (store, by) = (two.clone(), keeper());
        let member = Member { name: "李三".into(), birth_year: 2018, ..Member::default() };
        start(&mut all, "household_member_add", async move { store.run(&by, AddMember::new(id, member)).await });
        let (store, by) = (two.clone(), keeper());
        start(&mut all, "card_make", async move { store.card_make(&by, asked_for(id)).await });
        let (store, by) = (one.clone(), own());
        start(&mut all, "pin_set", async move { store.pin_set(&by, "", "4826").await });
        let (store, by) = (two.clone(), keeper());
        let reason = RevealReason::Other;
        start(&mut all, "household_reveal", async move {
            store.run(&by, RevealHousehold(Reveal { household: id, reason, words: "去家里".into() })).await
        });
        let (store, by) = (one.clone(), own());
        start(&mut all, "correction_ask", async move { store.run(&by, AskCorrection("名字写错了".into())).await });
        let (store, by) = (two.clone(), own());
        let objection = FileObjection { opening: 0, words: "为什么看".into() };
        start(&mut all, "object", async move { store.run(&by, objection).await });
        let (store, by) = (two.clone(), own());
        let put = PutInBasket { location: shop, wanted: self.wanted(), more: false };
        start(&mut all, "basket_put", async move { store.run(&by, put).await });
        let (store, by, order) = (two.clone(), own(), family.order);
        start(&mut all, "order_cancel_own", async move {
            store.run(&by, CancelOwnOrder { id: order, reason: String::new() }).await
        });
        let (store, by, wish) = (two.clone(), own(), family.published);
        start(&mut all, "wish_withdraw", async move {
            store.run(&by, WithdrawWish { id: wish, reason: "不要了".into() }).await
        });
        let (store, by, wish) = (two, keeper(), family.submitted);
        let words = Publication { words: "写作业用".into() };
        start(
            &mut all,
            "wish_publish",
            async move { store.run(&by, PublishWish { id: wish, words: words.words }).await },
        );
        all
    }
}

on_both!(closing_a_file_ends_also_what_begins_at_the_same_moment, |stage| {
    let scene = Scene::new(stage).await;
    for _ in 0..ROUNDS {
        let family = scene.family().await;
        let begun = scene.start_all(&family);
        let closing = Closing { household: family.id, reason: CloseReason::MovedAway, words: String::new() };
        succeeded("closing", stage.store.run(&by(&scene.town.caseworker), CloseFile(closing)).await);
        finish(begun).await;
        stage.is_clean().await;
    }
    scene.end().await;
});

on_both!(merging_a_file_takes_along_also_what_begins_at_the_same_moment, |stage| {
    let scene = Scene::new(stage).await;
    for round in 0..ROUNDS {
        let family = scene.family().await;
        let (keep, _) = stage.family(&scene.town.caseworker, scene.town.home, "李家").await;
        let begun = scene.start_all(&family);
        // A member may be added at this moment, and is then missing in the input: the next try names it.
        for turn in 0.. {
            let sql = format!("select cast(id as text) from person where household = {} order by person.id", family.id);
            let people = if turn == 0 { family.people.clone() } else { numbers(stage, &sql).await };
            let same = people.into_iter().map(|id| (id, 0)).collect();
            let input = Merging { keep, gone: family.id, same, typed: keep.to_string() };
            match stage.store.run(&by(&scene.town.caseworker), MergeFiles(input)).await {
                Ok(()) => break,
                Err(refused) => assert!(turn < 2, "round {round}: {refused}"),
            }
        }
        finish(begun).await;
        stage.is_clean().await;
    }
    scene.end().await;
});

async fn numbers(stage: &Stage, sql: &str) -> Vec<i64> {
    stage.texts(sql).await.iter().map(|id| id.parse().expect("a number")).collect()
}

on_both!(erasing_a_file_leaves_nothing_of_what_begins_at_the_same_moment, |stage| {
    let scene = Scene::new(stage).await;
    for _ in 0..ROUNDS {
        let family = scene.family().await;
        let begun = scene.start_all(&family);
        let (household, typed) = (family.id, family.id.to_string());
        let erasure = Erasure { household, reason: EraseReason::Asked, typed };
        succeeded("erasing", stage.store.file_erase(&by(&scene.town.caseworker), erasure).await);
        finish(begun).await;
        stage.is_clean().await;
        let sql = format!(
            "select (select count(*) from reveal where household = {household} and words <> '')
                  + (select count(*) from file_change where household = {household} and words <> '')
                  + (select count(*) from basket_line b join account a on a.id = b.account
                     where a.household = {household})"
        );
        assert_eq!(stage.number(&sql).await, 0, "words about the family, or its basket");
    }
    scene.end().await;
});

on_both!(a_hand_over_beside_a_merge_is_done_and_counts_for_the_file_that_is_left, |stage| {
    let scene = Scene::new(stage).await;
    let town = &scene.town;
    for _ in 0..ROUNDS {
        let family = scene.family().await;
        let (keep, _) = stage.family(&town.caseworker, town.home, "李家").await;
        let claim = stage.claim(town, family.published, 1).await.id;
        let found = Arrival { condition: Condition::New, expires: 0 };
        succeeded("arrived", stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim, found }).await);
        let claim_code = stage.store.wish_file(&family.actor, family.published).await.expect("its own wish").code;
        let order_code = stage.store.own_order(&family.actor, family.order).await.expect("its own order").code;
        let mut begun = Started::new();
        let (store, clerk) = (scene.other.clone(), by(&town.shopkeeper));
        start(&mut begun, "claim", async move { store.claim_hand_over(&clerk, claim, claim_code).await });
        let (store, clerk, order) = (scene.other.clone(), by(&town.shopkeeper), family.order);
        start(&mut begun, "order", async move { store.order_hand_over(&clerk, order, order_code).await });
        let (store, keeper, row) = (
            scene.other.clone(),
            by(&town.caseworker),
            PointsRow { household: family.id, points: 3, reason: "十一月".into() },
        );
        start(&mut begun, "points", async move { store.points_import(&keeper, vec![row], false).await });
        let same = family.people.iter().map(|id| (*id, 0)).collect();
        let input = Merging { keep, gone: family.id, same, typed: keep.to_string() };
        succeeded("merging", stage.store.run(&by(&town.caseworker), MergeFiles(input)).await);
        assert_eq!(finish(begun).await, ["claim", "order", "points"], "a merge refuses none of them");
        assert_eq!(stage.number(&format!("select helped from household where id = {keep}")).await, 2);
        stage.is_clean().await;
    }
    scene.end().await;
});

on_both!(closing_a_file_and_a_hand_over_at_the_same_moment_agree, |stage| {
    let scene = Scene::new(stage).await;
    for _ in 0..ROUNDS {
        let family = scene.family().await;
        let code = stage.store.own_order(&family.actor, family.order).await.expect("its own order").code;
        let mut begun = Started::new();
        let (store, clerk, order) = (scene.other.clone(), by(&scene.town.shopkeeper), family.order);
        start(&mut begun, "order", async move { store.order_hand_over(&clerk, order, code).await });
        let closing = Closing { household: family.id, reason: CloseReason::Better, words: String::new() };
        succeeded("closing", stage.store.run(&by(&scene.town.caseworker), CloseFile(closing)).await);
        let done = finish(begun).await.len();
        let sql = format!("select count(*) from shop_order where id = {} and state = 'collected'", family.order);
        assert_eq!(stage.number(&sql).await, i64::try_from(done).expect("few"));
        stage.is_clean().await;
    }
    scene.end().await;
});
