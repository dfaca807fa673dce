//! Planted counts around five: nothing that the public reads tells of fewer than five families, neither alone nor as
//! the difference of any two numbers of any two pages, months or levels of areas. And each number is what plain counts of
//! the rows say, made safe once more here.

use domain::{
    DAY,
    accounts::Actor,
    areas::{AreaId, AreaKind, NewArea},
    casework::aid::figures::{frozen_at, last_year},
    community::programmes::{IndicatorKind, NewIndicator, ProgrammeDraft, ProgrammeId},
    reports::impact::ImpactFigure,
    time::Month,
};
use store::{
    areas::tree::AddArea,
    community::programmes::{
        drafts::{AddIndicator, DraftProgramme},
        lifecycle::StartProgramme,
    },
    reports::monthly::PublishMonthNotice,
};

use crate::support::{Stage, Town, by, on_both};

/// Plants families of an area, each with a wish fulfilled by the union with goods from the shop, a pairing and a job.
async fn plant_families(stage: &Stage, town: &Town, area: AreaId, at: i64, numbers: std::ops::Range<i64>) {
    let Town { root, shop, union, ref donor, .. } = *town;
    let donor = donor.account;
    let rows = [
        ("household", format!("id = @, area = {area}, root = {root}, state = 'open', size = 1, income = 'unsaid'")),
        (
            "wish",
            format!(
                "id = @, household = @, home = {area}, root = {root}, item = 1, category = 'home', cost = 1,
                 state = 'fulfilled', quantity = 1, claimed = 1, submitted = {at}, published = {at}, ended = {at}"
            ),
        ),
        (
            "claim",
            format!(
                "id = @, wish = @, account = {donor}, root = {root}, source = 'donor', quantity = 1,
                 state = 'handed_over', code = '@', location = {shop}, created = {at}, organisation = {union}"
            ),
        ),
        (
            "pairing",
            format!("id = @, household = @, helper = {donor}, need = 'company', state = 'ended', started = {at}"),
        ),
        (
            "vacancy",
            format!(
                "id = @, organisation = {union}, area = {area}, root = {root}, lodging = 'none', posts = 1,
                 state = 'ended'"
            ),
        ),
        ("job_seeker", "id = @, household = @, state = 'hired'".to_owned()),
        ("job_proposal", format!("id = @, household = @, seeker = @, vacancy = @, state = 'hired', decided = {at}")),
        ("ledger_account", "id = @, place = 'issued', owner = @".to_owned()),
        ("lot", format!("id = @, root = {root}, item = 1, condition = 'new', origin = 'donation'")),
        ("journal", format!("id = @, kind = 'issue', at = {at}, root = {root}, location = {shop}")),
        ("entry", "id = @, journal = @, account = @, lot = @, quantity = 1".to_owned()),
    ];
    for (table, values) in rows {
        let values = if table == "household" { format!("{values}, language = 'zh-CN', helped = 1") } else { values };
        let row = stage.row_of(table, &values).await;
        let all: Vec<String> = numbers.clone().map(|n| row.replace('@', &n.to_string())).collect();
        stage.plant(&all.join(";\n")).await;
    }
}

/// Plants a programme of aid with grants of a year to households from a number on.
async fn plant_aid(stage: &Stage, town: &Town, programme: i64, year: i64, households: std::ops::Range<i64>) {
    let (root, entered) = (town.root, frozen_at(year) - 1);
    let named = format!("id = {programme}, area = {root}, kind = 'student', source = 'charity', name = '{programme}'");
    let grant = format!(
        "id = {programme}@, household = @, entered_for = @, programme = {programme}, month = '{year}-05', amount = 100,
         entered = {entered}"
    );
    let grant = stage.row_of("aid_grant", &grant).await;
    let mut all = vec![stage.row_of("aid_programme", &named).await];
    all.extend(households.map(|n| grant.replace('@', &n.to_string())));
    stage.plant(&all.join(";\n")).await;
}

/// Plants a pledge of the union to the city, public since `shown`: posts, and units of an item.
async fn plant_pledge(stage: &Stage, town: &Town, pledge: i64, shown: i64) {
    let Town { root, union, .. } = *town;
    let until = shown + 400 * DAY;
    let signed = format!(
        "id = {pledge}, organisation = {union}, area = {root}, state = 'keeping', partner = 'area', shown = {shown},
         until = {until}"
    );
    stage.plant(&stage.row_of("pledge", &signed).await).await;
    for (line, kind, item) in [(1, "posts", 0), (2, "item", 1)] {
        let line = format!("id = {pledge}{line}, pledge = {pledge}, kind = '{kind}', item = {item}, count = 100");
        stage.plant(&stage.row_of("pledge_line", &line).await).await;
    }
}

/// Starts a programme of the city whose indicators count in each of the areas.
async fn programme(stage: &Stage, town: &Town, first: i64, areas: &[AreaId]) -> ProgrammeId {
    let (store, lead) = (&stage.store, stage.coordinator_of(town, town.root).await);
    let until = store.now() + 100 * DAY;
    let draft =
        ProgrammeDraft { area: town.root, name: "六项措施".into(), source: "任务书".into(), first, until };
    let programme = store.run(&by(&lead), DraftProgramme(draft)).await.expect("a draft");
    for area in areas {
        for kind in [IndicatorKind::WishesFulfilled, IndicatorKind::PairingsBegun, IndicatorKind::Hired] {
            let (name, unit, owner) = ("圆梦".to_owned(), "户".to_owned(), lead.account);
            let new = NewIndicator { area: *area, name, unit, kind, baseline: 0, target: 100, owner };
            store.run(&by(&lead), AddIndicator { programme, new }).await.expect("an indicator");
        }
    }
    store.run(&by(&lead), StartProgramme { programme }).await.expect("started");
    programme
}

/// Reads every public number of families and helpers: of both months, both levels and all pages.
async fn public_numbers(
    stage: &Stage,
    town: &Town,
    months: [Month; 2],
    programmes: [ProgrammeId; 2],
) -> Vec<Option<i64>> {
    let store = &stage.store;
    let mut read = Vec::new();
    for month in months {
        for line in store.impact(town.root, Some(month)).await.expect("a closed month").lines {
            read.extend(line.areas);
            read.push(line.sum);
        }
        let notice = store.public_notice(town.shop, &month.to_string()).await.expect("a notice");
        read.push((notice.households > 0).then_some(notice.households));
    }
    for programme in programmes {
        let public = store.public_programme(programme).await.expect("a programme");
        read.extend(public.indicators.iter().map(|one| one.value));
    }
    let last = last_year(store.now());
    for year in [last, last - 1] {
        let notice = store.aid_notice(town.root, Some(year)).await.expect("a year");
        read.extend(notice.programmes.iter().map(|one| Some(one.households)));
    }
    store.public_numbers_count().await.expect("counted");
    let site = store.public_numbers().await.expect("numbers");
    read.extend([site.wishes, site.families, site.givers]);
    let union = store.public_organisation(town.union).await.expect("an organisation").figures;
    read.extend([union.kept, union.units, union.hours, union.placed]);
    for pledge in PLEDGES {
        let lines = store.pledge(&Actor::visitor(), pledge).await.expect("a public pledge").lines;
        read.extend(lines.iter().map(|line| line.kept));
    }
    read
}

/// Pledges of which one is public a month later than the other.
const PLEDGES: [i64; 2] = [71, 72];

/// A city with its counts of two closed months.
struct Scene {
    town: Town,
    north: AreaId,
    west: AreaId,
    months: [Month; 2],
    programmes: [ProgrammeId; 2],
}

/// Plants the counts: east and north are one apart, and each a few more than in the month before; the west is always
/// below five.
async fn scene(stage: &Stage) -> Scene {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let west = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "西区".into() };
    let west = store.run(&by(&town.admin), AddArea(west)).await.expect("a district");
    let north = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "北区".into() };
    let north = store.run(&by(&town.admin), AddArea(north)).await.expect("a district");
    let first = Month::of(store.now()).after();
    let months = [first, first.after()];
    stage.clock.advance(months[1].end() + DAY - store.now());
    let planted = [(town.home, [12, 13]), (north, [11, 14]), (west, [4, 3])];
    for (at, (area, counts)) in planted.into_iter().enumerate() {
        for (month, count) in counts.into_iter().enumerate() {
            let from = 10_000 + 1_000 * at as i64 + 100 * month as i64;
            plant_families(stage, &town, area, months[month].start() + 60, from..from + count).await;
        }
    }
    let year = last_year(store.now());
    for (programme, year, count) in [(61, year, 12_i64), (62, year, 13), (63, year, 4), (64, year - 1, 11)] {
        plant_aid(stage, &town, programme, year, 10_000..10_000 + count.min(12)).await;
        plant_aid(stage, &town, programme + 100, year, 10_100..10_100 + count.min(13)).await;
    }
    for month in months {
        let open = PublishMonthNotice { location: town.shop, month: month.to_string(), open: true };
        store.run(&by(&town.shopkeeper), open).await.expect("published");
    }
    let areas = [town.root, town.district, north, west];
    // The one begins a month later: their difference is the first month.
    let programmes = [
        programme(stage, &town, months[0].start(), &areas).await,
        programme(stage, &town, months[1].start(), &areas).await,
    ];
    for (pledge, month) in PLEDGES.into_iter().zip(months) {
        plant_pledge(stage, &town, pledge, month.start()).await;
    }
    Scene { town, north, west, months, programmes }
}

on_both!(no_public_number_and_no_difference_of_two_tells_of_fewer_than_five, |stage| {
    let Scene { town, months, programmes, .. } = scene(stage).await;
    let read = public_numbers(stage, &town, months, programmes).await;
    let shown: Vec<i64> = read.iter().copied().flatten().collect();
    assert!(shown.len() > 50 && read.len() > shown.len(), "{read:?}");
    for one in &shown {
        assert!(*one >= 5, "{read:?}");
        for other in &shown {
            let apart = (one - other).abs();
            assert!(apart == 0 || apart >= 5, "{one} and {other} of {read:?}");
        }
    }
    // Two looks: another family in the closed month of the east shows nowhere.
    plant_families(stage, &town, town.home, months[1].start() + 90, 19_000..19_001).await;
    let again = public_numbers(stage, &town, months, programmes).await;
    let changed = read.iter().zip(&again).filter(|(before, after)| before != after);
    for (before, after) in changed {
        assert!(after.unwrap_or(0) - before.unwrap_or(0) >= 5, "{before:?} became {after:?}");
    }
});

/// Counts by a plain statement what a figure says of some areas between two times.
async fn counted(stage: &Stage, figure: ImpactFigure, areas: &str, from: i64, to: i64) -> i64 {
    let wishes = format!("wish where state = 'fulfilled' and ended >= {from} and ended < {to} and home in ({areas})");
    let home = format!("household in (select id from household where area in ({areas}))");
    let sql = match figure {
        ImpactFigure::Wishes => format!("select count(*) from {wishes}"),
        ImpactFigure::Families => format!("select count(distinct household) from {wishes}"),
        ImpactFigure::Hours => return 0,
        ImpactFigure::Pairings => {
            format!("select count(*) from pairing where started >= {from} and started < {to} and {home}")
        }
        ImpactFigure::Jobs => format!(
            "select count(*) from job_proposal where state = 'hired' and decided >= {from} and decided < {to} and {home}"
        ),
    };
    stage.number(&sql).await
}

/// Steps of five, and nothing below.
fn safe(count: i64) -> Option<i64> {
    (count >= 5).then_some(count / 5 * 5)
}

on_both!(public_figures_are_what_plain_counts_of_the_rows_say, |stage| {
    let Scene { town, north, west, months, programmes } = scene(stage).await;
    let store = &stage.store;
    let inside = |area: AreaId| match area {
        area if area == town.district => format!("{}, {}", town.district, town.home),
        other => other.to_string(),
    };
    for month in months {
        let page = store.impact(town.root, Some(month)).await.expect("a closed month");
        for line in &page.lines {
            let (mut cells, mut lived_in) = (Vec::new(), Vec::new());
            for area in &page.areas {
                let areas = inside(area.area);
                cells.push(safe(counted(stage, line.figure, &areas, month.start(), month.end()).await));
                let homes = format!("select count(*) from household where area in ({areas})");
                lived_in.push(stage.number(&homes).await > 0);
            }
            // The only hidden area would follow from a sum: the next smallest goes with it.
            let hidden = (0..cells.len()).filter(|at| lived_in[*at] && cells[*at].is_none()).count();
            if hidden == 1 {
                let shown = (0..cells.len()).filter(|at| lived_in[*at] && cells[*at].is_some());
                if let Some(least) = shown.min_by_key(|at| (cells[*at], *at)) {
                    cells[least] = None;
                }
            }
            let sum = cells.iter().any(Option::is_some).then(|| cells.iter().flatten().sum::<i64>());
            assert_eq!((&line.areas, line.sum), (&cells, sum), "{month} {:?}", line.figure);
        }
    }

    let all = format!("{}, {}, {}, {north}, {west}", town.root, town.district, town.home);
    let areas = [all, inside(town.district), north.to_string(), west.to_string()];
    let kinds = [ImpactFigure::Wishes, ImpactFigure::Pairings, ImpactFigure::Jobs];
    for (programme, first) in programmes.into_iter().zip(months) {
        let public = store.public_programme(programme).await.expect("a programme");
        let mut counts = Vec::new();
        for areas in &areas {
            for kind in kinds {
                counts.push(safe(counted(stage, kind, areas, first.start(), store.now()).await));
            }
        }
        assert_eq!(public.indicators.iter().map(|one| one.value).collect::<Vec<_>>(), counts);
    }
    for (pledge, first) in PLEDGES.into_iter().zip(months) {
        let hires = counted(stage, ImpactFigure::Jobs, &areas[0], first.start(), store.now()).await;
        let lines = store.pledge(&Actor::visitor(), pledge).await.expect("a public pledge").lines;
        assert_eq!(lines.iter().map(|line| line.kept).collect::<Vec<_>>(), [safe(hires); 2], "each with a unit");
    }

    let year = last_year(store.now());
    for year in [year, year - 1] {
        let notice = store.aid_notice(town.root, Some(year)).await.expect("a year");
        let read: Vec<_> = notice.programmes.iter().map(|one| (one.name.clone(), Some(one.households))).collect();
        let mut counts = Vec::new();
        for programme in [61, 62, 63, 64, 161, 162, 163, 164] {
            let households = format!(
                "select count(distinct household) from aid_grant where programme = {programme} and month like '{year}-%'"
            );
            counts.push((programme.to_string(), safe(stage.number(&households).await)));
        }
        counts.retain(|(_, households)| households.is_some());
        assert!(!counts.is_empty(), "some are shown");
        assert_eq!(read, counts, "{year}");
    }
});
