//! Figures of a month: counted as plain selects count them, each with its rows, and for no area but the reader's.

use domain::{
    DAY,
    accounts::Actor,
    reports::figures::{AreaFigures, Figure, FigureLine, Quartiles},
    time::Month,
    wishes::WishId,
};
use store::{
    points::adjustments::{ByHand, GivePoints},
    reports::figures::FigureQuery,
};

use crate::support::{Stage, Town, by, code, on_both, plan_of};

/// Returns the line of a figure's part, or one of zeros.
fn line(area: &AreaFigures, figure: Figure, part: &str) -> FigureLine {
    let empty = FigureLine { figure, part: part.to_owned(), count: 0, sum: 0, count_before: 0, sum_before: 0 };
    area.lines.iter().find(|line| line.figure == figure && line.part == part).cloned().unwrap_or(empty)
}

/// Counts and sums the rows that are listed behind a line, page by page.
async fn listed(stage: &Stage, actor: &Actor, area: i64, month: Month, line: &FigureLine) -> (i64, i64) {
    let mut query = FigureQuery { area, month, figure: line.figure, part: line.part.clone(), cursor: 0 };
    let (mut count, mut sum) = (0, 0);
    loop {
        let page = stage.store.figure_rows(actor, &query).await.expect("the rows");
        count += page.items.len() as i64;
        sum += page.items.iter().map(|row| row.amount).sum::<i64>();
        match page.next {
            Some(next) => query.cursor = next,
            None => return (count, sum),
        }
    }
}

/// Plants wishes like one that exists, published at a time; with `ended` they are fulfilled.
async fn plant_wishes(stage: &Stage, like: WishId, count: i64, published: i64, ended: i64) {
    let overriding = if stage.is_postgres() { "overriding system value" } else { "" };
    let columns = "household, home, root, district, item, size, category, cost, quantity, claimed, member, family_size,
        age, sex, own_words, words, code, photo, posted_by, reason, version";
    let expires = published + 10_000 * DAY;
    let state = if ended > 0 { "fulfilled" } else { "published" };
    for _ in 0..count {
        let sql = format!(
            "insert into wish (id, state, created, submitted, published, expires, ended, {columns}) {overriding}
             select (select max(id) from wish) + 1000, '{state}', {published}, {published}, {published},
                 {expires}, {ended}, {columns}
             from wish where id = {like}"
        );
        stage.plant(&sql).await;
    }
}

async fn claimed_and_handed_over(stage: &Stage, town: &Town) -> i64 {
    let wish = stage.wish(town, 2).await;
    stage.clock.advance(3 * DAY);
    let claim = stage.claim(town, wish, 2).await.id;
    stage.clock.advance(2 * DAY);
    stage.arrive(town, claim).await;
    let code = stage.pick_up_code(town, wish).await;
    stage.store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
    claim
}

on_both!(every_figure_is_what_its_rows_and_a_plain_select_count, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.town("乙").await;
    let coordinator = stage.coordinator_of(&town, town.root).await;
    stage.wish(&other, 1).await;
    let month = Month::of(store.now()).after();
    stage.clock.advance(month.start() + DAY - store.now());
    let claim = claimed_and_handed_over(stage, &town).await;
    let waiting = stage.wish(&town, 1).await;
    // More than one page, and as many a year before.
    plant_wishes(stage, waiting, 57, month.start() + 5, 0).await;
    let year_ago = month.plus(-12);
    plant_wishes(stage, waiting, 3, year_ago.start() + 5, year_ago.end() - 1).await;

    let board = store.dashboard(&coordinator, 0, month).await.expect("the figures");
    assert_eq!((board.whole.area, board.complete, board.trend.len()), (town.root, false, 24));
    for line in &board.whole.lines {
        let now = listed(stage, &coordinator, town.root, month, line).await;
        let before = listed(stage, &coordinator, town.root, year_ago, line).await;
        assert_eq!(((line.count, line.sum), (line.count_before, line.sum_before)), (now, before), "{line:?}");
    }
    let root = town.root;
    let published = format!(
        "select count(*) from wish where root = {root} and published >= {} and published < {}",
        month.start(),
        month.end()
    );
    let shown = line(&board.whole, Figure::WishesPublished, "");
    assert_eq!((shown.count, shown.count_before), (stage.number(&published).await, 3));
    assert_eq!(line(&board.whole, Figure::WishesEnded, "fulfilled").count_before, 3);
    assert_eq!(line(&board.whole, Figure::Units, "donor").sum, 2);
    let open = format!("select count(*) from wish where root = {root} and state = 'published'");
    assert_eq!(board.whole.total(Figure::WishesWaiting).0, stage.number(&open).await);
    // The district has what the root area has, because all of it lies there.
    assert_eq!(board.areas.iter().map(|area| area.area).collect::<Vec<_>>(), [town.district]);
    assert_eq!(board.areas[0].total(Figure::WishesPublished), board.whole.total(Figure::WishesPublished));
    let last = board.trend.last().expect("a month");
    assert_eq!((last.month.as_str(), last.published), (month.to_string().as_str(), shown.count));
    assert_eq!(board.trend[11].fulfilled, 3);

    // One claim: each quartile is its own time.
    let took = format!("select c.created - w.published from claim c join wish w on w.id = c.wish where c.id = {claim}");
    let took = stage.number(&took).await;
    let only = Quartiles { count: 1, least: took, lower: took, middle: took, upper: took, most: took };
    assert_eq!((board.times[0].figure, board.times[0].month), (Figure::Claimed, Some(only)));
    let handed = board.times[1].month.expect("a hand-over");
    assert!((2 * DAY..3 * DAY).contains(&handed.middle), "{handed:?}");
    assert_eq!(board.times[1].before, None);

    // A hand-over that was reversed is none, neither counted nor listed.
    stage
        .plant(&format!(
            "insert into journal ({} kind, at, account, root, location, claim, receipt, transfer, stock_take, shop_order,
                 reason, request, reverses)
             select {} 'reverse', at + 1, account, root, location, claim, 0, 0, 0, 0, '', '', id
             from journal where kind = 'issue' and claim = {claim}",
            if stage.is_postgres() { "" } else { "id," },
            if stage.is_postgres() { "" } else { "900000," },
        ))
        .await;
    let board = store.dashboard(&coordinator, town.root, month).await.expect("the figures");
    assert_eq!(line(&board.whole, Figure::Units, "donor").sum, 0);
    assert_eq!(board.times[1].month, None);
});

/// Plants one of each record of casework, of the desk and of a drive, which counts at `at`; their numbers begin at `n`.
async fn plant_work(stage: &Stage, town: &Town, n: i64, at: i64) {
    let Town { root, home, union, shop, household, .. } = *town;
    let (next, month, account) = (n + 1, Month::of(at), town.family.account);
    let day = at + 60;
    let referral = format!("household = {household}, service = {n}, class = 'days7', agreed_how = 'visit', due = 1");
    let rows = [
        ("case_file", format!("id = {n}, household = {household}, kind = 'work', urgency = 'soon', state = 'open'")),
        ("call_back", format!("id = {n}, case_file = {n}, reason = 'sample', state = 'confirmed', created = {at}")),
        ("service", format!("id = {n}, organisation = {union}, name = '{n}', class = 'days7', capacity = 'open'")),
        ("referral", format!("id = {n}, {referral}, state = 'draft', told = 'nothing', created = {at}")),
        (
            "referral",
            format!("id = {next}, {referral}, state = 'done', told = 'nothing', created = {at}, sent = {day}"),
        ),
        (
            "school_place",
            format!(
                "id = {n}, household = {household}, state = 'closed', outcome = 'placed', closed = {at},
                 standing = 'eligible'"
            ),
        ),
        ("entitlement_rule", format!("id = {n}, area = {root}, root = {root}, state = 'in_use'")),
        ("entitlement", format!("id = {n}, rule = {n}, household = {household}, state = 'taken', ended = {at}")),
        ("aid_programme", format!("id = {n}, area = {root}, kind = 'student', source = 'charity', name = '{n}'")),
        // Recorded later than the month that it is for.
        (
            "aid_grant",
            format!(
                "id = {n}, household = {household}, programme = {n}, month = '{month}', amount = 15050,
                 entered = {at} + 100000000"
            ),
        ),
        ("receipt", format!("id = {n}, root = {root}, location = {shop}, number = {n}, origin = 'donation'")),
        ("drive", format!("id = {n}, area = {home}, root = {root}, state = 'open'")),
        ("drive_receipt", format!("receipt = {n}, drive = {n}")),
        ("journal", format!("id = {n}, kind = 'receive', at = {at}, root = {root}, receipt = {n}")),
        ("lot", format!("id = {n}, root = {root}, item = 1, condition = 'new', origin = 'donation'")),
        ("ledger_account", format!("id = {n}, place = 'shelf', owner = {n}")),
        ("entry", format!("id = {n}, journal = {n}, account = {n}, lot = {n}, quantity = 7")),
        (
            "slot",
            format!(
                "id = {n}, area = {home}, root = {root}, service = {n}, kind = 'place', state = 'over', starts = {at},
                 ends = {day}, places = 9, taken = 1"
            ),
        ),
        ("appointment", format!("id = {n}, slot = {n}, household = {household}, people = 2, state = 'came'")),
        (
            "question",
            format!(
                "id = {n}, area = {home}, account = {account}, class = 'days7', state = 'helped', asked = {at},
                 answered = {day}, late = true"
            ),
        ),
        ("round", format!("id = {n}, area = {home}, root = {root}, state = 'running'")),
        ("round_door", format!("id = {n}, round = {n}, area = {home}, state = 'met', source = 'file'")),
        ("round_knock", format!("id = {n}, door = {n}, outcome = 'met', at = {at}")),
        // The same household twice is one door.
        ("round_knock", format!("id = {next}, door = {n}, outcome = 'met', at = {day}")),
    ];
    let mut statements = Vec::new();
    for (table, values) in rows {
        statements.push(stage.row_of(table, &values).await);
    }
    stage.plant(&statements.join(";\n")).await;
}

on_both!(figures_of_casework_and_the_desk_open_their_rows, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.town("乙").await;
    let month = Month::of(store.now()).after();
    stage.clock.advance(month.end() + DAY - store.now());
    let year_ago = month.plus(-12);
    plant_work(stage, &town, 9_000, month.start()).await;
    plant_work(stage, &town, 9_100, month.end() - 61).await;
    plant_work(stage, &town, 9_200, year_ago.start() + 5).await;
    plant_work(stage, &town, 9_300, month.end()).await;
    plant_work(stage, &other, 9_400, month.start() + 5).await;

    let board = store.dashboard(&town.auditor, town.district, month).await.expect("the figures");
    for line in &board.whole.lines {
        let now = listed(stage, &town.auditor, town.district, month, line).await;
        let before = listed(stage, &town.auditor, town.district, year_ago, line).await;
        assert_eq!(((line.count, line.sum), (line.count_before, line.sum_before)), (now, before), "{line:?}");
    }
    let (start, end) = (month.start(), month.end());
    let within = |column: &str| format!("{column} >= {start} and {column} < {end}");
    let of_home = format!("household = {}", town.household);
    let plain = [
        (
            Figure::Doors,
            "",
            format!("select count(distinct door) from round_knock where door < 9400 and {}", within("at")),
        ),
        (
            Figure::CallBacks,
            "confirmed",
            format!("select count(*) from call_back where id < 9400 and {}", within("created")),
        ),
        (
            Figure::ReferralReach,
            "asked",
            format!("select count(*) from referral where sent = 0 and {of_home} and {}", within("created")),
        ),
        (
            Figure::ReferralReach,
            "placed",
            format!("select count(*) from referral where state = 'done' and {of_home} and {}", within("created")),
        ),
        (
            Figure::SchoolPlaces,
            "placed",
            format!("select count(*) from school_place where {of_home} and {}", within("closed")),
        ),
        (
            Figure::Entitlements,
            "taken",
            format!("select count(*) from entitlement where {of_home} and {}", within("ended")),
        ),
        (Figure::Aid, "student", format!("select count(*) from aid_grant where {of_home} and month = '{month}'")),
        (
            Figure::AidMoney,
            "student",
            format!("select cast(sum(amount) as bigint) / 100 from aid_grant where {of_home} and month = '{month}'"),
        ),
        (
            Figure::Drives,
            "",
            format!(
                "select cast(sum(e.quantity) as bigint) from entry e join journal j on j.id = e.journal
                     join drive_receipt r on r.receipt = j.receipt join drive d on d.id = r.drive
                 where d.root = {} and {}",
                town.root,
                within("j.at")
            ),
        ),
        (
            Figure::Appointments,
            "came",
            format!(
                "select count(*) from appointment x join slot s on s.id = x.slot where x.{of_home} and {}",
                within("s.starts")
            ),
        ),
        (
            Figure::Questions,
            "helped",
            format!("select count(*) from question where area = {} and {}", town.home, within("asked")),
        ),
        (
            Figure::Answers,
            "late",
            format!("select count(*) from question where area = {} and late = true and {}", town.home, within("asked")),
        ),
    ];
    for (figure, part, sql) in plain {
        let (shown, before) = line(&board.whole, figure, part).shown();
        assert_eq!(shown, stage.number(&sql).await, "{figure:?}: {sql}");
        assert!(shown > 1 && before > 0 && before < shown, "{figure:?}: {shown} {before}");
    }

    // Coordinators open no files: they read of entitlements in steps of five on the page of a rule, and only there.
    let board = store.dashboard(&town.coordinator, town.district, month).await.expect("the figures");
    assert_eq!(board.whole.total(Figure::Entitlements), (0, 0));
    assert_eq!(board.whole.total(Figure::SchoolPlaces), (2, 1));
    let query =
        FigureQuery { area: town.district, month, figure: Figure::Entitlements, part: String::new(), cursor: 0 };
    assert!(store.figure_rows(&town.coordinator, &query).await.expect("the rows").items.is_empty());
});

on_both!(quartiles_are_the_nearest_ranks_of_all_durations, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let month = Month::of(store.now()).after();
    stage.clock.advance(month.start() + DAY - store.now());
    let wish = stage.wish(&town, 20).await;
    let published = stage.number(&format!("select published from wish where id = {wish}")).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let mut took: Vec<i64> = [5, 1, 40, 7, 30, 2, 11].map(|hours| hours * 3600).into();
    let overriding = if stage.is_postgres() { "overriding system value" } else { "" };
    let columns = "wish, account, root, source, quantity, due, reminder, extended, reason, location, lot,
        awaiting_check, changed, version";
    stage.plant(&format!("update claim set created = {} where id = {claim}", published + took[0])).await;
    for (n, seconds) in took.iter().enumerate().skip(1) {
        stage
            .plant(&format!(
                "insert into claim (id, state, code, created, {columns}) {overriding}
                 select {}, 'cancelled', 'planted {n}', {}, {columns} from claim where id = {claim}",
                900_000 + n,
                published + seconds,
            ))
            .await;
    }
    took.sort_unstable();
    let board = store.dashboard(&town.auditor, 0, month).await.expect("the figures");
    let found = board.times[0].month.expect("claims");
    let rank = |quarter: usize| took[(took.len() * quarter).div_ceil(4) - 1];
    assert_eq!((found.count, found.least, found.most), (7, took[0], took[6]));
    assert_eq!((found.lower, found.middle, found.upper), (rank(1), rank(2), rank(3)));
});

on_both!(figures_are_for_coordinators_and_auditors_of_the_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let month = Month::of(store.now());
    for actor in [&town.family, &town.donor, &town.shopkeeper, &town.caseworker, &town.admin] {
        assert_eq!(code(store.dashboard(actor, 0, month).await), "not_allowed");
    }
    assert_eq!(code(store.dashboard(&Actor::visitor(), 0, month).await), "sign_in_needed");
    for area in [other.root, other.home, 999_999] {
        assert_eq!(code(store.dashboard(&town.coordinator, area, month).await), "not_found");
        let query = FigureQuery { area, month, figure: Figure::WishesPublished, part: String::new(), cursor: 0 };
        assert_eq!(code(store.figure_rows(&town.auditor, &query).await), "not_found");
    }
    let below = stage.coordinator_of(&town, town.district).await;
    assert_eq!(store.dashboard(&below, 0, month).await.expect("the figures").whole.area, town.district);
    assert_eq!(code(store.dashboard(&below, town.root, month).await), "not_found");
});

on_both!(figures_read_a_month_by_index, |stage| {
    stage.town("甲").await;
    let question = "select state, count(*) from wish where ended >= 1 and ended < 2 group by state";
    if stage.is_postgres() {
        let plan =
            plan_of(stage, &format!("set enable_seqscan = off; set enable_bitmapscan = off; explain {question}")).await;
        assert!(plan.contains("wish_ended_at"), "{plan}");
    } else {
        let plan = plan_of(stage, &format!("explain query plan {question}")).await;
        assert!(plan.contains("USING COVERING INDEX wish_ended_at"), "{plan}");
    }
});

on_both!(granted_points_open_the_page_of_their_household, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let gift = ByHand { household: town.household, points: 30, reason: "慰问".into() };
    let journal = store.run(&by(&town.caseworker), GivePoints(gift)).await.expect("given");
    let (area, month, part) = (0, Month::of(store.now()), "granted".to_owned());
    let query = FigureQuery { area, month, figure: Figure::Points, part, cursor: 0 };
    let rows = store.figure_rows(&town.auditor, &query).await.expect("the rows").items;
    let seen: Vec<_> = rows.iter().map(|row| (row.record, row.household, row.amount)).collect();
    assert_eq!(seen, [(journal, town.household, 30)]);
    store.points_journal(&town.auditor, town.household, journal).await.expect("a page");
});
