//! Conferences about two families of the city: one with an open task, and one that is done.

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
    city::settle::{Root, World},
};

/// Families about whom offices talk; the first is that of the printed sign-in.
const FAMILIES: usize = 2;

/// Writes the conferences of the city.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let Some(city) = world.roots.first() else { return Ok(()) };
    let mut held = 0;
    for home in &city.homes {
        if held == FAMILIES {
            break;
        }
        match about(tx, calendar, city, home.household, home.district, held).await {
            Ok(()) => held += 1,
            // A family that gave no consent, or has moved, is not talked about.
            Err(Error::Refused(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(())
}

async fn about(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    city: &Root,
    household: i64,
    district: usize,
    number: usize,
) -> Result<()> {
    let Some(keeper) = city.districts.get(district).map(|district| district.caseworker.clone()) else { return Ok(()) };
    let at = calendar.at(-(6 + 20 * i64::try_from(number).unwrap_or_default()) * DAY);
    let new = NewConference {
        case: None,
        previous: None,
        held: at,
        agenda: vec![AgendaItem::School, AgendaItem::Income],
        accounts: vec![keeper.account, city.coordinator.account],
        offices: vec!["区教育局".into(), "街道民政科".into()],
        consent: ConferenceConsent { whom: "孩子妈妈".into(), how: AskedHow::Visit, at },
        words: "先把学籍转过来，再看能不能办临时救助。".into(),
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
        let second = task(city.coordinator.account, "跟民政科核一核救助条件", at + 30 * DAY);
        tx.run_as(&keeper, at, &AddMeasure { conference, new: second }).await?;
    }
    tx.run_as(&keeper, at + 3 * DAY, &done).await?;
    Ok(())
}
