//! The demo, loaded completely into each database.
//! Checks the figures of the brief, every state, balances, that no job is due, that public texts name no family, and
//! that the same seed gives the same data.

mod statements;
mod states;
mod year;

use std::collections::{BTreeSet, HashSet};

use demo::{PASSWORD, SignIn};
use domain::{
    accounts::{Actor, Role},
    casework::entitlements::EntitlementState,
    claims::ClaimState,
    lending::LoanState,
    orders::OrderState,
    stock::{offers::OfferState, transfers::TransferState},
    wishes::{Filter, WishState},
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{
    Secret, Store,
    ops::{jobs::JobCounts, today::home::HomeDoors},
};

use crate::support::database::{Database, Kind};

/// Returns the rows of a query, bypassing the store.
macro_rules! query {
    ($database:expr, $ty:ty, $sql:expr) => {{
        let sql = AssertSqlSafe(String::from($sql));
        match $database.kind {
            Kind::Sqlite => {
                let mut db = SqliteConnection::connect(&$database.url).await.expect("a connection");
                sqlx::query_as::<_, $ty>(sql).fetch_all(&mut db).await.expect("rows")
            }
            Kind::Postgres => {
                let mut db = PgConnection::connect(&$database.url).await.expect("a connection");
                sqlx::query_as::<_, $ty>(sql).fetch_all(&mut db).await.expect("rows")
            }
        }
    }};
}

async fn texts(database: &Database, sql: &str) -> Vec<String> {
    query!(database, (String,), sql).into_iter().map(|(text,)| text).collect()
}

async fn pairs(database: &Database, sql: &str) -> Vec<(String, String)> {
    query!(database, (String, String), sql)
}

/// Returns the decrypted values of a column.
async fn opened(database: &Database, secret: Secret, sql: &str) -> Vec<String> {
    let vault = database.vault();
    texts(database, sql).await.iter().map(|sealed| vault.open(secret, sealed).expect("it opens")).collect()
}

async fn numbers(database: &Database, sql: &str) -> Vec<(i64, i64)> {
    query!(database, (i64, i64), sql)
}

async fn count(database: &Database, from: &str) -> i64 {
    query!(database, (i64,), format!("select count(*) from {from}"))[0].0
}

async fn kinds(database: &Database, table: &str, column: &str) -> BTreeSet<String> {
    texts(database, &format!("select distinct {column} from {table}")).await.into_iter().collect()
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> BTreeSet<String> {
    all.iter().map(|one| name(*one).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_matches_the_brief_and_is_reproducible() {
    // The larger one has wishes without a simulated history.
    let larger = match testkit::postgres_server() {
        Some(_) => Kind::Postgres,
        None => {
            eprintln!("without TEST_POSTGRES_URL on SQLite only");
            Kind::Sqlite
        }
    };
    let runs = [(Kind::Sqlite, 1_200), (larger, 2_500)];
    let mut told = HashSet::new();
    for (kind, wishes) in runs {
        let database = Database::create(kind).await;
        let store = Store::open(&database.url, database.vault()).await.expect("a database");
        let sign_ins = demo::load(&store, wishes, &domain::progress::Progress::none()).await.expect("a demo");

        figures(&database, i64::from(wishes)).await;
        states::states(&database).await;
        market(&database).await;
        assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());
        let ran = store.run_clocks().await.expect("clocks");
        assert_eq!(JobCounts { forgotten: 0, ..ran }, JobCounts::default(), "a scheduled job was due");
        // The texts are equal in all runs (checked below); reading them once is enough.
        if told.is_empty() {
            privacy(&database).await;
            sign_in(&store, &sign_ins).await;
        }
        feed(&store, wishes).await;
        doors(&database, &store).await;
        let again = demo::load(&store, wishes, &domain::progress::Progress::none())
            .await
            .expect_err("a second demo in the same database");
        assert!(again.to_string().contains("empty database"), "{again}");

        let title = "select item || ' ' || size || ' ' || quantity || ' ' || words || ' ' || state
                     from wish order by id limit 1200";
        let own = "select own_words from wish order by id limit 1200";
        told.insert((texts(&database, title).await, opened(&database, Secret::OwnWords, own).await));
        // Once, after all else was read: it moves the clock.
        if (kind, wishes) == runs[0] {
            statements::pages_send_few(&store, &sign_ins).await;
            year::walk(&database, &store).await;
        }
        store.close().await;
        database.remove().await;
    }
    assert_eq!(told.len(), 1, "the same seed gave different data");
}

/// A family's home counts by one statement what the pages behind its doors list.
async fn doors(database: &Database, store: &Store) {
    let families = "select id, household from account where household <> 0 and open = true order by id limit 200";
    let mut lent = 0;
    for (account, _) in numbers(database, families).await {
        let family = store.actor_of(account).await.expect("read").expect("an open account");
        let number = |n: usize| i64::try_from(n).expect("few");
        let loans = store.own_loans(&family).await.expect("loans");
        let asked = store.own_entitlements(&family).await.expect("entitlements");
        let pairings = store.own_pairings(&family).await.expect("pairings");
        let jobs = store.own_job_proposals(&family).await.expect("proposals");
        let listed = HomeDoors {
            points: store.my_points(&family).await.expect("points").points.balance,
            disputed: !store.my_disputes(&family).await.expect("disputes").is_empty(),
            on_loan: number(loans.iter().filter(|loan| loan.state == LoanState::Out).count()),
            entitled: asked.iter().any(|one| one.state == EntitlementState::Asked),
            paired: pairings.iter().any(|one| one.may_answer),
            jobs: number(jobs.iter().filter(|one| one.may_answer).count()),
        };
        assert_eq!(store.home_doors(&family).await.expect("counted"), listed, "account {account}");
        lent += listed.on_loan;
    }
    assert!(lent > 0, "families of the demo borrow");
}

async fn figures(database: &Database, wishes: i64) {
    let count = async |from: &str| count(database, from).await;
    let roots = numbers(database, "select id, id from area where parent = 0 order by id").await;
    let [(city, _), (town, _)] = roots[..] else { panic!("two roots") };
    assert_eq!(count(&format!("area where root = {city} and kind = 'district'")).await, 10);
    assert_eq!(count(&format!("area where root = {city} and kind = 'grid'")).await, 181);
    assert_eq!(count(&format!("area where root = {town} and kind = 'district'")).await, 8);
    let homes =
        numbers(database, "select count(*), cast(sum(size) as bigint) from household group by root order by root")
            .await;
    assert_eq!(homes, [(3_874, 11_758), (1_710, 4_815)]);
    assert_eq!(count("person").await, 11_758 + 4_815);
    assert_eq!(count(&format!("household where hardship = true and root = {city}")).await, 138);
    assert_eq!(count("household where size = 9").await, 2);
    assert_eq!(count("household h where size <> (select count(*) from person p where p.household = h.id)").await, 0);
    // Every door of the finished rounds: their number and people in one figure, and those who live there.
    let rounds = "select cast(count(*) * 100000 + sum(d.people) as bigint), cast(sum(d.here) as bigint)
         from round_door d join round r on r.id = d.round
         where r.state = 'ended' and d.state = 'met' group by r.root order by r.root";
    assert_eq!(numbers(database, rounds).await, [(387_411_758, 6_710), (171_004_815, 4_200)]);
    let left = "round_door d join round r on r.id = d.round where r.state = 'running' and d.state = 'to_meet'";
    assert!(count(left).await > 50);
    let pairs = format!("pairing p join household h on h.id = p.household where h.root = {town}");
    assert_eq!(count(&pairs).await, 150);
    let desk = format!("appointment x join slot s on s.id = x.slot where x.state = 'came' and s.root = {city}");
    assert_eq!(count(&desk).await, 320);
    assert_eq!(count(&format!("shift_task t join shift s on s.id = t.shift where s.root = {city}")).await, 62);
    let aid = |root, kind| {
        format!(
            "select count(distinct g.household), cast(sum(g.amount) as bigint) from aid_grant g
                 join aid_programme p on p.id = g.programme join area a on a.id = p.area
             where a.root = {root} and p.kind = '{kind}' and g.reversed = 0"
        )
    };
    assert_eq!(numbers(database, &aid(city, "subsistence")).await[0].0, 138);
    assert_eq!(numbers(database, &aid(town, "subsistence")).await[0].0, 602);
    assert_eq!(numbers(database, &aid(town, "temporary")).await, [(52, 3_209_700)]);
    let jobs =
        format!("select cast(sum(posts) as bigint), cast(sum(hired) as bigint) from vacancy where root = {city}");
    assert_eq!(numbers(database, &jobs).await, [(140, 32)]);
    let asked = format!("job_seeker s join household h on h.id = s.household where h.root = {city}");
    assert_eq!(count(&asked).await, 57);
    // The join rate of the documents, in people and in households.
    let rosters = |states: &str| {
        format!(
            "select count(*), cast(sum(h.size) as bigint) from group_household r join household h on h.id = r.household
             where h.root = {city} and r.state in ({states})"
        )
    };
    assert_eq!(numbers(database, &rosters("'joined', 'not_yet', 'declined'")).await, [(2_211, 6_710)]);
    assert_eq!(numbers(database, &rosters("'joined'")).await, [(1_190, 3_610)]);
    // In both root areas there is a family at every step of the rules.
    let steps = "select h.root, count(distinct e.state) from entitlement e join household h on h.id = e.household
         group by h.root order by h.root";
    for (root, states) in numbers(database, steps).await {
        assert!(states >= 7, "{states} states in root area {root}");
    }
    // Offices take part in both root areas.
    for table in ["referral", "conference"] {
        let by_root = format!(
            "select h.root, count(*) from {table} x join household h on h.id = x.household
             group by h.root order by h.root"
        );
        let roots: Vec<i64> = numbers(database, &by_root).await.into_iter().map(|(root, _)| root).collect();
        assert_eq!(roots, [city, town], "{table}");
    }
    assert_eq!(count("school_place").await, 26);
    let children = "school_place s join person p on p.id = s.member and p.relation = 'child' and p.birth_year > 2000";
    assert_eq!(count(children).await, 26, "it is children who look for a school");
    assert!(count("school_place where outcome = 'placed'").await >= 8);
    // Every group has a household.
    assert_eq!(
        count("area a where kind = 'grid' and not exists (select 1 from household h where h.area = a.id)").await,
        0
    );
    assert_eq!(count("organisation").await, 12);
    assert_eq!(count("account where organisation <> 0").await, 60);
    // Three hundred sign in with a password; further accounts were created with a card.
    let accounts = count("account where household <> 0").await;
    assert!((300..350).contains(&accounts), "{accounts}");
    assert_eq!(count("location").await, 7);
    assert_eq!(count("wish").await, wishes);
    assert_eq!(count("wish a join wish b on b.id = a.id + 1 where b.created < a.created").await, 0);
    assert_eq!(count("journal a join journal b on b.id = a.id + 1 where b.at < a.at").await, 0);
    let people = opened(database, Secret::PersonName, "select name from person").await;
    for dressed in ['·', '\''] {
        assert!(people.iter().filter(|name| name.contains(dressed)).count() > 10, "{dressed}");
    }
}

/// Checks the free shop: every state occurs, over a whole year.
async fn market(database: &Database) {
    assert_eq!(kinds(database, "shop_order", "state").await, names(OrderState::ALL, OrderState::as_str));
    assert_eq!(kinds(database, "transfer", "state").await, names(TransferState::ALL, TransferState::as_str));
    assert_eq!(kinds(database, "offer", "state").await, names(OfferState::ALL, OfferState::as_str));
    for there in [
        "shop_order where walk_in = true",
        "stock_take where state = 'approved'",
        "journal where stock_take <> 0 and reason <> ''",
        "receipt where giver <> '' and named = true",
        "receipt where giver <> '' and named = false",
        "receipt where origin = 'purchase'",
        "receipt where offer <> 0",
        "lot where cost > 0",
        "lot where origin = 'kit'",
        "item where root <> 0",
        "item_terms where limit_units > 0",
        "barcode",
        "points_grant where points > 0",
        "journal where kind = 'grant' and reason <> ''",
        "journal where kind = 'expire'",
    ] {
        assert!(count(database, there).await > 0, "no {there}");
    }
    let (first, last) = numbers(database, "select min(at), max(at) from journal").await[0];
    assert!((360..370).contains(&((last - first) / domain::DAY)), "{first} to {last}");
    // Shops fill some wishes, but most need a donor; goods that were not collected are on their shelves, too.
    let open = "wish w where state = 'published' and claimed < quantity";
    let there = "exists (select 1 from shelf s where s.item = w.item and s.size = w.size and s.root = w.root and s.quantity > 0)";
    let share = 100 * count(database, &format!("{open} and {there}")).await / count(database, open).await;
    assert!((8..=30).contains(&share), "{share} % of the open wishes are in the shop already");
}

/// Checks that texts for donors and the public contain no name, phone or address of a household.
async fn privacy(database: &Database) {
    let mut public = String::new();
    for sql in [
        "select words from wish",
        "select words from thanks where state = 'released'",
        "select reason from claim",
        "select name from area",
        "select name from organisation",
        "select name from account where household = 0",
        "select name || address || hours from location",
        "select giver || note from receipt",
        "select what || words || answer from offer",
        "select title || text from notice n where not exists (select 1 from account a where a.id = n.account and a.household <> 0)",
    ] {
        public.push_str(&texts(database, sql).await.join("\n"));
    }
    for (secret, sql) in [
        (Secret::PersonName, "select name from person"),
        (Secret::HouseholdPhone, "select phone from household where phone <> ''"),
        (Secret::HouseholdAddress, "select address from household where address <> ''"),
    ] {
        for clear in opened(database, secret, sql).await.into_iter().collect::<BTreeSet<_>>() {
            assert!(!clear.is_empty() && !public.contains(&clear), "{clear}");
        }
    }
    assert!(count(database, "thanks where state = 'withheld' and words like '%154%'").await > 0);
}

async fn sign_in(store: &Store, sign_ins: &[SignIn]) {
    let roles: Vec<Role> = sign_ins.iter().map(|s| s.role).collect();
    let without_admin: Vec<Role> = Role::ALL.iter().copied().filter(|r| *r != Role::Admin).collect();
    assert_eq!(roles, [Role::ALL, &without_admin].concat());
    for sign_in in sign_ins {
        let line = sign_in.to_string();
        assert_eq!(line.split('\t').count(), 4, "{line}");
        assert_eq!(domain::accounts::phone(&sign_in.phone).as_ref(), Ok(&sign_in.phone));
        let (_, actor) = store.sign_in(&sign_in.phone, PASSWORD, "127.0.0.1").await.expect("signed in");
        assert!(actor.has(sign_in.role), "{line}");
        match sign_in.role {
            Role::Family => {
                let wishes = store.household_wishes(&actor, actor.household).await.expect("wishes");
                let states: HashSet<WishState> = wishes.iter().map(|w| w.wish.state).collect();
                assert!(states.len() >= 5, "{line}: {states:?}");
            }
            Role::Donor => {
                let states: HashSet<ClaimState> =
                    store.my_claims(&actor).await.expect("claims").iter().map(|c| c.claim.state).collect();
                assert_eq!(states.len(), ClaimState::ALL.len(), "{line}: {states:?}");
            }
            Role::Caseworker => assert!(store.review_count(&actor).await.expect("a number") > 0, "{line}"),
            _ => {}
        }
    }
}

async fn feed(store: &Store, wishes: u32) {
    let filter = Filter { q: "书包".into(), ..Filter::default() };
    let page = store.feed(&Actor::visitor(), &filter).await.expect("a feed");
    assert!(page.items.len() > 3 && page.items.iter().all(|w| w.title.contains("书包") || w.words.contains("书包")));
    let mut cursor = 0;
    let mut seen = 0;
    loop {
        let filter = Filter { cursor, limit: 50, ..Filter::default() };
        let page = store.feed(&Actor::visitor(), &filter).await.expect("a feed");
        seen += page.items.len();
        match page.next {
            Some(next) => cursor = next,
            None => break,
        }
    }
    assert!(seen >= 200 + wishes as usize - 1_200, "{seen} open wishes");
}
