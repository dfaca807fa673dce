//! Rounds: the one of last year, which met every door, and one that runs in the first district.

use domain::{
    DAY,
    casework::rounds::{
        Base, Knock, KnockOutcome, NewRound, Overlap, Share,
        profile::{Answers, Lives, Schooling, Skill, Spoken, WorkStatus},
    },
    time::Day,
};
use store::{
    Result, Tx,
    casework::rounds::{
        knocks::RecordKnock,
        open::{EndRound, OpenRound},
        profiles::SetProfile,
        sharing::ShareDoors,
    },
    ops::bulk_rounds::{MeetFiles, doors_of, meet_files},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
    dice::Dice,
};

/// People of each root area, and those of them who live there.
const PEOPLE: [(i64, i64); 2] = [(11_758, 6_710), (4_815, 4_200)];
/// Days before now: the finished round begins and ends, the running one begins.
const LAST_YEAR: (i64, i64) = (-330, -290);
const THIS_YEAR: i64 = -9;
/// Doors of the running round that were met, of a hundred.
const MET: i64 = 55;
/// Further doors of it, each with what was found.
const FOUND: [(KnockOutcome, &str); 6] = [
    (KnockOutcome::NotThere, "邻居说晚上七点以后在家。"),
    (KnockOutcome::Moved, ""),
    (KnockOutcome::NotThere, ""),
    (KnockOutcome::Declined, ""),
    (KnockOutcome::NotThere, "上夜班，白天睡觉，先打电话。"),
    (KnockOutcome::Met, "老人听力不好，要大声敲门。"),
];

/// Writes the rounds of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (root, (people, here)) in world.roots.iter().zip(PEOPLE) {
        let [begins, ends] = [LAST_YEAR.0, LAST_YEAR.1].map(|day| calendar.at(day * DAY));
        let new = NewRound {
            area: root.id,
            name: "去年入户排摸".to_owned(),
            due: Day::of(ends).end() - 1,
            base: Base::Files,
            overlap: Overlap::Refuse,
        };
        let round = tx.run_as(&root.coordinator, begins, &OpenRound(new)).await?;
        meet_files(tx, &MeetFiles { round, at: begins + 20 * DAY, up_to: i64::MAX, people, here }).await?;
        tx.run_as(&root.coordinator, ends, &EndRound { round }).await?;
        running(tx, calendar, root).await?;
        asked(tx, calendar, root).await?;
    }
    Ok(())
}

/// Opens the round that runs: over half of its doors are met, and some have no caseworker yet.
async fn running(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let Some(district) = root.districts.first() else { return Ok(()) };
    let begins = calendar.at(THIS_YEAR * DAY);
    let new = NewRound {
        area: district.id,
        name: "今年入户排摸".to_owned(),
        due: Day::of(calendar.now + 21 * DAY).end() - 1,
        base: Base::Files,
        overlap: Overlap::Refuse,
    };
    let round = tx.run_as(&root.coordinator, begins, &OpenRound(new)).await?;
    let to = district.caseworker.account;
    // One group is shared out by hand; doors of families that opened their file themselves have no caseworker yet.
    if let Some((group, _)) = district.groups.first() {
        let share = ShareDoors { round, which: Share::Area(*group), to };
        tx.run_as(&root.coordinator, begins, &share).await?;
    }
    let doors = doors_of(tx, round).await?;
    let met = i64::try_from(doors.len()).unwrap_or_default() * MET / 100;
    let at = calendar.at((THIS_YEAR + 4) * DAY);
    meet_files(tx, &MeetFiles { round, at, up_to: met, people: 5, here: 4 }).await?;
    let further = doors.iter().filter(|(n, _)| *n > met).step_by(2);
    for ((outcome, words), (_, door)) in FOUND.into_iter().zip(further) {
        let counts = outcome == KnockOutcome::Met;
        let (people, here) = if counts { (3, 2) } else { (0, 0) };
        let knock = Knock { outcome, people, here, again: None, words: words.to_owned() };
        tx.run_as(&district.caseworker, calendar.at(-DAY), &RecordKnock { door: *door, knock }).await?;
    }
    Ok(())
}

/// Asks the first members of some families about work, schooling, skills and languages.
async fn asked(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let work = [WorkStatus::Casual, WorkStatus::Seeking, WorkStatus::Employed, WorkStatus::Home];
    let schooling = [Schooling::Primary, Schooling::Middle, Schooling::High];
    let skills = [Skill::Cooking, Skill::Building, Skill::Driving, Skill::Cleaning];
    let spoken = [Spoken::Mandarin, Spoken::Dialect, Spoken::Miao, Spoken::Uyghur];
    for (n, home) in root.homes.iter().filter(|home| home.district == 0).take(12).enumerate() {
        let Some(caseworker) = root.districts.first().map(|district| &district.caseworker) else { return Ok(()) };
        for (place, member) in home.people.iter().take(2).enumerate() {
            let dice = |kind| Dice::of(kind, n * 2 + place);
            let profile = Answers {
                lives: if place == 1 && n.is_multiple_of(3) { Lives::Elsewhere } else { Lives::Here },
                work: dice(61).pick(&work),
                schooling: dice(62).pick(&schooling),
                skills: vec![dice(63).pick(&skills)],
                languages: vec![dice(64).pick(&spoken)],
                skill_words: None,
            };
            let set = SetProfile { household: home.household, member: *member, profile };
            tx.run_as(caseworker, calendar.at(-3 * DAY), &set).await?;
        }
    }
    Ok(())
}
