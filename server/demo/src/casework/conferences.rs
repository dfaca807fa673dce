//! Conferences about two families of each root area: one with an open task, and one that is done.

use domain::{
    DAY, Timestamp,
    casework::{
        cases::AskedHow,
        conferences::{AgendaItem, ConferenceConsent, MeasureEnd, MeasureKind, NewConference, NewMeasure},
    },
};
use store::{
    Error, Result, Tx,
    casework::conferences::{
        holding::HoldConference,
        measures::{AddMeasure, FinishMeasure},
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
};

/// Families of a root area about whom offices talk; the first is that of the printed sign-in.
const FAMILIES: usize = 2;

/// Offices that sit at the table, and what they agree on, by root area.
const TABLES: [([&str; 2], &str); 2] = [
    (["区教育局", "街道民政科"], "先把学籍转过来，再看能不能办临时救助。"),
    (["镇中心小学", "镇民政办"], "先把学籍转过来，再看能不能办临时救助，路远的帮着联系住校。"),
];

/// Writes the conferences of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (root, table) in world.roots.iter().zip(TABLES) {
        let mut held = 0;
        for home in &root.homes {
            if held == FAMILIES {
                break;
            }
            match about(tx, calendar, root, home, (held, table)).await {
                Ok(()) => held += 1,
                // A family that gave no consent, or has moved, is not talked about.
                Err(Error::Refused(_)) => {}
                Err(failed) => return Err(failed),
            }
        }
    }
    Ok(())
}

async fn about(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    home: &Home,
    (number, (offices, words)): (usize, ([&str; 2], &str)),
) -> Result<()> {
    let household = home.household;
    let Some(district) = root.districts.get(home.district) else { return Ok(()) };
    let keeper = district.caseworker.clone();
    let at = calendar.at(-(6 + 20 * i64::try_from(number).unwrap_or_default()) * DAY);
    let new = NewConference {
        case: None,
        previous: None,
        held: at,
        agenda: vec![AgendaItem::School, AgendaItem::Income],
        accounts: vec![keeper.account, root.coordinator.account],
        offices: offices.map(str::to_owned).to_vec(),
        consent: ConferenceConsent { whom: "孩子妈妈".into(), how: AskedHow::Visit, at },
        words: words.to_owned(),
    };
    let conference = tx.run_as(&keeper, at, &HoldConference { household, new }).await?;
    let task = |owner: i64, words: &str, due: Timestamp| NewMeasure {
        kind: MeasureKind::Task,
        record: None,
        owner: Some(owner),
        words: words.into(),
        due: Some(due),
    };
    let first = AddMeasure { conference, new: task(keeper.account, "陪家长去学校办学籍", at + 5 * DAY) };
    let first = tx.run_as(&keeper, at, &first).await?;
    let words = "学籍转好了，下周一报到".to_owned();
    let done = FinishMeasure { measure: first, outcome: MeasureEnd::Done, words };
    if number == 0 {
        // The other task is open, so that the first family's page shows both.
        let second = task(root.coordinator.account, "跟民政科核一核救助条件", at + 30 * DAY);
        tx.run_as(&keeper, at, &AddMeasure { conference, new: second }).await?;
    }
    tx.run_as(&keeper, at + 3 * DAY, &done).await?;
    Ok(())
}
