//! Jobs of both root areas: in the city 140 posts, 57 people who were asked, and 32 who were hired.

use domain::{
    DAY,
    casework::rounds::profile::{Skill, Spoken},
    community::jobs::{
        Lodging, VacancyId, VacancyState, confirm_by,
        proposals::{JobRefusal, ProposalState},
        seekers::{SeekerId, SeekerState},
    },
    time::Day,
};
use store::{
    Result, Tx,
    ops::bulk_jobs::{
        ProposalOnFile, SeekerOnFile, VacancyOnFile, bring_to_fairs, insert_proposal, insert_seeker, insert_vacancy,
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Home, Root, World},
    dice::Dice,
};

/// Posts of one vacancy.
const POSTS: i64 = 5;
/// Of each root area: vacancies, people asked, and people hired.
const NUMBERS: [(usize, usize, usize); 2] = [(28, 57, 32), (6, 12, 7)];
/// Vacancies at the end of the list that are hidden, and those that are over.
const HIDDEN: usize = 2;
const OVER: usize = 2;

/// Streets of the places of work.
const STREETS: [&str; 5] = ["建设路", "工业大道", "新华街", "滨河路", "站前路"];
const WORK: [(&str, Skill); 8] = [
    ("缝纫工", Skill::Sewing),
    ("厨工", Skill::Cooking),
    ("保洁员", Skill::Cleaning),
    ("装修小工", Skill::Building),
    ("养老护理员", Skill::Caring),
    ("送货司机", Skill::Driving),
    ("超市店员", Skill::Sales),
    ("采摘工", Skill::Farming),
];

/// Writes the jobs of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (root, (vacancies, asked, hired)) in world.roots.iter().zip(NUMBERS) {
        let vacancies = posted(tx, calendar, root, vacancies).await?;
        bring_to_fairs(tx, root.id).await?;
        let mut seekers = 0;
        // Every third home, so that those with wishes look for work, too.
        for home in root.homes.iter().skip(15).step_by(3) {
            if seekers == asked {
                break;
            }
            let state = if seekers < hired { SeekerState::Hired } else { SeekerState::Looking };
            if let Some(id) = looks(tx, calendar, root, home, (seekers, state)).await? {
                proposed(tx, calendar, root, home, (id, seekers, state), &vacancies).await?;
                seekers += 1;
            }
        }
    }
    Ok(())
}

/// Posts vacancies of the organisations in turn; returns those that are open.
async fn posted(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, all: usize) -> Result<Vec<VacancyId>> {
    let members: Vec<_> = root.donors.iter().filter(|donor| donor.organisation != 0).collect();
    let mut open = Vec::new();
    for n in 0..all {
        let mut dice = Dice::of(120, n);
        let Some(member) = members.get((n * 7) % members.len().max(1)) else { break };
        let (title, skill) = WORK[n % WORK.len()];
        let state = match n {
            n if n + OVER >= all => VacancyState::Ended,
            n if n + OVER + HIDDEN >= all => VacancyState::Hidden,
            _ => VacancyState::Open,
        };
        let confirmed = match state {
            VacancyState::Open => calendar.at(-dice.between(1, 9) * DAY),
            VacancyState::Hidden | VacancyState::Ended => calendar.at(-dice.between(20, 30) * DAY),
        };
        let last = if state == VacancyState::Ended { -5 } else { dice.between(20, 90) };
        let pay = dice.between(28, 45) * 100;
        let district = &root.districts[n % root.districts.len()];
        let place = format!("{} {} 号", STREETS[n % STREETS.len()], 8 + n * 3);
        let new = VacancyOnFile {
            organisation: member.organisation,
            area: district.id,
            root: root.id,
            title,
            place: &place,
            hours: 40 + 4 * dice.between(0, 3),
            pay: (pay, pay + 800),
            lodging: dice.pick(Lodging::ALL),
            skill,
            language: dice.pick(&[Spoken::Mandarin, Spoken::Dialect]),
            posts: POSTS,
            state,
            posted: calendar.at(-dice.between(150, 170) * DAY),
            by: member.account,
            confirmed,
            confirm_by: confirm_by(confirmed),
            until: Day::of(calendar.now + last * DAY).end() - 1,
        };
        let id = insert_vacancy(tx, &new).await?;
        if state == VacancyState::Open {
            open.push(id);
        }
    }
    Ok(open)
}

async fn looks(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    home: &Home,
    (n, state): (usize, SeekerState),
) -> Result<Option<SeekerId>> {
    let mut dice = Dice::of(121, n);
    let Some(member) = home.people.first() else { return Ok(None) };
    let skills = [WORK[n % WORK.len()].1, dice.pick(Skill::ALL)];
    let languages = [dice.pick(&[Spoken::Mandarin, Spoken::Dialect, Spoken::Uyghur, Spoken::Miao])];
    let new = SeekerOnFile {
        household: home.household,
        member: *member,
        state,
        skills: if skills[0] == skills[1] { &skills[..1] } else { &skills },
        languages: &languages,
        asked: calendar.at(-dice.between(160, 200) * DAY),
        by: root.districts[home.district].caseworker.account,
    };
    insert_seeker(tx, &new).await
}

/// Proposes a job seeker: those who were hired once, of the others some in each state.
async fn proposed(
    tx: &mut Tx<'_>,
    calendar: Calendar,
    root: &Root,
    home: &Home,
    (seeker, n, state): (SeekerId, usize, SeekerState),
    vacancies: &[VacancyId],
) -> Result<()> {
    let mut dice = Dice::of(122, n);
    let Some(vacancy) = vacancies.get(n % vacancies.len().max(1)) else { return Ok(()) };
    let (state, ago, day) = match (state, n % 7) {
        (SeekerState::Hired, _) => (ProposalState::Hired, dice.between(120, 145), -dice.between(3, 110)),
        (_, 0) => (ProposalState::Proposed, 2, 0),
        (_, 1 | 2) => (ProposalState::Informed, 5, 0),
        (_, 3) => (ProposalState::Interview, 6, 2),
        (_, 4) => (ProposalState::Trial, 8, 1),
        (_, 5) => (ProposalState::Refused, 30, 0),
        _ => (ProposalState::NoAnswer, 40, 0),
    };
    let is_over = !state.is_live();
    let new = ProposalOnFile {
        household: home.household,
        seeker,
        vacancy: *vacancy,
        state,
        by: root.districts[home.district].caseworker.account,
        proposed: calendar.at(-ago * DAY),
        day: if day == 0 { 0 } else { calendar.now + day * DAY },
        decided: if is_over { calendar.at((7 - ago) * DAY) } else { 0 },
        reason: (state == ProposalState::Refused).then(|| dice.pick(JobRefusal::ALL)),
        answer_by: Day::of(calendar.now + 6 * DAY).end() - 1,
        now: calendar.now,
    };
    insert_proposal(tx, &new).await.map(drop)
}
