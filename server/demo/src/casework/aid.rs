//! Aid: 138 households in hardship of the city get an allowance; 602 of the town do, and 52 get temporary help of 32,097
//! yuan; and money is collected for one family.

use domain::{
    DAY, Timestamp,
    casework::aid::{
        AidKind, AidPaper, AidSource, NewGrant, NewProgramme, ProgrammeId,
        collections::{HandOverHow, NewCollection, NewHandOver},
        figures::{frozen_at, last_year},
    },
    time::Month,
};
use store::{
    Result, Tx,
    casework::aid::{
        collections::{AddSum, HandOverCollected, OpenCollection},
        grants::{RecordGrant, ReverseGrant},
        programmes::AddProgramme,
    },
    ops::bulk_aid::{GrantOnFile, insert_grant},
};

use crate::{
    calendar::Calendar,
    city::{
        families::Family,
        settle::{Home, Root, World},
    },
};

/// Households of the town with an allowance.
const ALLOWANCES: usize = 602;
/// Households of the town with temporary help.
const TEMPORARY: usize = 52;
/// Fen of each of them but the last, which gets what is left of 32,097 yuan.
const EACH: i64 = 61_700;
const ALL: i64 = 3_209_700;
/// Fen of a month's allowance.
const MONTH: i64 = 58_500;
/// Days before now at which the programmes were added.
const ADDED: Timestamp = 390 * DAY;

/// Writes the aid of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World, families: &[Vec<Family>; 2]) -> Result<()> {
    let [Some(city), Some(town)] = [world.roots.first(), world.roots.get(1)] else { return Ok(()) };
    // In the last month of the last year that is public.
    let year_end = frozen_at(last_year(calendar.now)) - 100 * DAY;
    let allowance = added(tx, calendar, city, AidKind::Subsistence, "城乡低保").await?;
    let poor = city.homes.iter().zip(&families[0]).filter(|(_, family)| family.hardship).map(|(home, _)| home);
    for home in poor {
        for entered in [year_end, calendar.at(-40 * DAY)] {
            insert_grant(tx, &on_file(city, home, allowance, MONTH, entered)).await?;
        }
    }
    let allowance = added(tx, calendar, town, AidKind::Subsistence, "低保金").await?;
    for home in town.homes.iter().take(ALLOWANCES) {
        insert_grant(tx, &on_file(town, home, allowance, MONTH, year_end)).await?;
    }
    let temporary = added(tx, calendar, town, AidKind::Temporary, "临时救助").await?;
    for (n, home) in town.homes.iter().rev().take(TEMPORARY).enumerate() {
        let last = n + 1 == TEMPORARY;
        let before = EACH * i64::try_from(TEMPORARY - 1).unwrap_or_default();
        let amount = if last { ALL - before } else { EACH };
        let entered = calendar.at(-i64::try_from(3 + n).unwrap_or_default() * DAY);
        insert_grant(tx, &on_file(town, home, temporary, amount, entered)).await?;
    }
    one_family(tx, calendar, city).await
}

async fn added(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, kind: AidKind, name: &str) -> Result<ProgrammeId> {
    let source = if kind == AidKind::Collection { AidSource::People } else { AidSource::Government };
    let new = NewProgramme { area: root.id, kind, source, name: name.into() };
    tx.run_as(&root.coordinator, calendar.at(-ADDED), &AddProgramme(new)).await
}

fn on_file(root: &Root, home: &Home, programme: ProgrammeId, amount: i64, entered: Timestamp) -> GrantOnFile {
    let by = root.districts.get(home.district).map_or(0, |district| district.caseworker.account);
    GrantOnFile { household: home.household, programme, amount, entered, by }
}

/// Records what the first family got: a student grant, one that was a mistake, and money that was collected for it, of
/// which some is left.
async fn one_family(tx: &mut Tx<'_>, calendar: Calendar, city: &Root) -> Result<()> {
    let Some(home) = city.homes.first() else { return Ok(()) };
    let Some(keeper) = city.districts.get(home.district).map(|district| district.caseworker.clone()) else {
        return Ok(());
    };
    let student = added(tx, calendar, city, AidKind::Student, "金秋助学").await?;
    let household = home.household;
    let grant = |at: Timestamp, amount, anyway| NewGrant {
        programme: student,
        member: None,
        month: Month::of(at).to_string(),
        amount,
        goods: String::new(),
        papers: vec![AidPaper::Enrolment, AidPaper::Slip],
        anyway,
    };
    let (first, second) = (calendar.at(-80 * DAY), calendar.at(-70 * DAY));
    tx.run_as(&keeper, first, &RecordGrant { household, new: grant(first, 300_000, false) }).await?;
    let wrong = RecordGrant { household, new: grant(second, 300_000, true) };
    let wrong = tx.run_as(&keeper, second, &wrong).await?;
    let reverse = ReverseGrant { grant: wrong, reason: "同一笔登记了两次".into() };
    tx.run_as(&city.coordinator, calendar.at(-69 * DAY), &reverse).await?;
    let programme = added(tx, calendar, city, AidKind::Collection, "个案募集").await?;
    let opened = calendar.at(-30 * DAY);
    let new = NewCollection {
        programme,
        case: None,
        purpose: "孩子手术，医保以外的部分".into(),
        organiser: "社区工会小组".into(),
        target: 2_000_000,
        due: opened + 45 * DAY,
    };
    let collection = tx.run_as(&keeper, opened, &OpenCollection { household, new }).await?;
    let sums = [(AidSource::People, 486_000), (AidSource::Company, 800_000), (AidSource::Organisation, 300_000)];
    for (days, (source, amount)) in (20_i64..).zip(sums) {
        tx.run_as(&keeper, calendar.at(-days * DAY), &AddSum { collection, source, amount }).await?;
    }
    let at = calendar.at(-10 * DAY);
    let (signer, witness) = ("孩子妈妈".to_owned(), "社区书记".to_owned());
    let new = NewHandOver { amount: 1_000_000, at, how: HandOverHow::Bill, signer, witness };
    tx.run_as(&keeper, at, &HandOverCollected { collection, new }).await?;
    Ok(())
}
