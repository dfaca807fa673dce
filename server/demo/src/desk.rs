//! The service desk of both root areas: 320 services for about 1,000 people in the city, times ahead, and questions.

use domain::{
    DAY,
    areas::AreaPath,
    community::appointments::{
        NewSlot, SlotKind,
        questions::{AnswerVerdict, NewQuestion, QuestionClass},
    },
    services::{NewService, ServiceId, TimeClass},
    time::Day,
};
use store::{
    Result, Tx,
    casework::findings::views::open_finding,
    community::{
        appointments::{
            booking::{BookForFinding, BookSlot},
            slots::OpenSlot,
        },
        questions::{
            answers::AnswerQuestion,
            asking::{AskQuestion, JudgeAnswer},
        },
    },
    ops::{
        bulk_desk::{SlotOnFile, insert_slot, organisations_of, services_of},
        bulk_shifts::open_homes,
    },
    services::catalogue::AddService,
};

use crate::{
    calendar::Calendar,
    city::settle::{District, Home, Root, World},
};

/// Services of each root area that were rendered in the last year, and those of one time.
const RENDERED: [usize; 2] = [320, 48];
const EACH: usize = 8;
/// Questions of families: how many days ago each was asked, what, and the answer, or none.
const ASKED: [(i64, &str, &str); 4] = [
    (40, "残疾证到哪里换？", "带身份证和两张照片到便民大厅 3 号窗口。"),
    (25, "孩子转学要哪些材料？", "户口本、居住证和原学校的学籍卡，我可以陪您去。"),
    (2, "慢病的药怎么报销？", "先到社区卫生站建档，之后每月直接结算。"),
    (1, "公租房什么时候能申请？", ""),
];

/// Writes the service desks of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (root, rendered) in world.roots.iter().zip(RENDERED) {
        let Some(district) = root.districts.first() else { return Ok(()) };
        let services = services(tx, calendar, root).await?;
        let Some(first) = services.first().copied() else { return Ok(()) };
        let whole = AreaPath::installation().child(root.id);
        let most = i64::try_from(rendered).unwrap_or_default();
        let homes = open_homes(tx, &whole, most).await?;
        for (n, homes) in homes.chunks(EACH).enumerate() {
            let days = i64::try_from(n).unwrap_or_default() * 8 + 6;
            let service = services.get(n % services.len()).copied().unwrap_or(first);
            let new = SlotOnFile {
                area: root.id,
                root: root.id,
                service,
                place: "便民大厅",
                starts: Day::of(calendar.now).plus(-days).start() + 9 * 3600,
                homes,
                by: root.coordinator.account,
            };
            insert_slot(tx, &new).await?;
        }
        let families = families(tx, root, district).await?;
        ahead(tx, calendar, root, district, first, &families).await?;
        for_finding(tx, calendar, root, district, first, &families).await?;
        asked(tx, calendar, district, &families).await?;
    }
    Ok(())
}

/// A caseworker books a time for what a visit found.
async fn for_finding(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    district: &District,
    service: ServiceId,
    families: &[Home],
) -> Result<()> {
    let mut found = None;
    for home in families {
        found = found.or(open_finding(tx, home.household).await?);
    }
    let Some(finding) = found else { return Ok(()) };
    let starts = Day::of(calendar.now).plus(6).start() + 14 * 3600;
    let new = NewSlot {
        area: district.id,
        service,
        kind: SlotKind::Place,
        place: "便民大厅".to_owned(),
        starts,
        ends: starts + 3600,
        places: 4,
    };
    let slot = tx.run_as(&root.coordinator, calendar.at(-3 * DAY), &OpenSlot(new)).await?;
    tx.run_as(&district.caseworker, calendar.at(-DAY / 2), &BookForFinding { finding, slot }).await?;
    Ok(())
}

/// Lists the services of a root area; one without any gets one.
async fn services(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<Vec<ServiceId>> {
    let all = services_of(tx, root.id).await?;
    if !all.is_empty() {
        return Ok(all);
    }
    let Some(organisation) = organisations_of(tx, root.id).await?.first().copied() else { return Ok(Vec::new()) };
    let new = NewService { organisation, name: "政策咨询".to_owned(), class: TimeClass::Days7 };
    Ok(vec![tx.run_as(&root.coordinator, calendar.at(-350 * DAY), &AddService(new)).await?])
}

/// Finds families of the first district that have an account and whose file is open there.
async fn families(tx: &mut Tx<'_>, root: &Root, district: &District) -> Result<Vec<Home>> {
    let open = open_homes(tx, &district.path, 400).await?;
    let has = |home: &&Home| home.actor.account != 0 && open.contains(&home.household);
    Ok(root.homes.iter().filter(has).take(ASKED.len()).cloned().collect())
}

/// Opens the times ahead; some families have booked them.
async fn ahead(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    district: &District,
    service: ServiceId,
    families: &[Home],
) -> Result<()> {
    for (days, kind, place) in [(4, SlotKind::Place, "便民大厅"), (9, SlotKind::Home, "")] {
        let starts = Day::of(calendar.now).plus(days).start() + 9 * 3600;
        let new = NewSlot {
            area: district.id,
            service,
            kind,
            place: place.to_owned(),
            starts,
            ends: starts + 7200,
            places: 8,
        };
        let slot = tx.run_as(&root.coordinator, calendar.at(-3 * DAY), &OpenSlot(new)).await?;
        for home in families {
            let book = BookSlot { slot, household: home.household, person: None };
            tx.run_as(&home.actor, calendar.at(-2 * DAY), &book).await?;
        }
    }
    Ok(())
}

/// Asks and answers some questions; the first two helped, the next waits for the family's word, the last for an answer.
async fn asked(tx: &mut Tx<'_>, calendar: Calendar, district: &District, families: &[Home]) -> Result<()> {
    for ((days, words, answer), home) in ASKED.into_iter().zip(families) {
        let at = calendar.at(-days * DAY);
        let new = NewQuestion { service: None, class: QuestionClass::Days7, words: words.to_owned() };
        let question = tx.run_as(&home.actor, at, &AskQuestion(new)).await?;
        if answer.is_empty() {
            continue;
        }
        let said = AnswerQuestion { question, words: answer.to_owned() };
        tx.run_as(&district.caseworker, at + 3600, &said).await?;
        if days > 14 {
            let judge = JudgeAnswer { question, verdict: AnswerVerdict::Helped };
            tx.run_as(&home.actor, at + DAY, &judge).await?;
        }
    }
    Ok(())
}
