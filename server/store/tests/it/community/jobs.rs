//! Jobs: no name before a yes, no hire without a post, nothing left open, and the question whether wages were paid.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing,
        rounds::profile::{Answers, Skill, Spoken, WorkStatus},
    },
    community::jobs::{
        Lodging, NewVacancy, VacancyId, VacancyState,
        proposals::{JobAnswer, JobMeeting, JobRefusal, JobYesNo, ProposalId, ProposalState, ReasonFor},
        seekers::{NewSeeker, SeekerAnswer, SeekerId, SeekerState},
    },
    notifications::NoticeKind,
};
use futures::future::join_all;
use store::{
    Store,
    casework::{file::close::CloseFile, members::RemoveMember, rounds::profiles::SetProfile},
    community::jobs::{
        checks::{AnswerJobCheck, CheckList},
        contact::RevealSeeker,
        outcomes::{HireSeeker, InviteSeeker, RefuseSeeker},
        proposal_views::ProposalList,
        proposals::{AnswerJob, InformEmployer, ProposeJob, WithdrawJob},
        seekers::{AskSeeker, SeekerList},
        vacancies::{ChangeVacancy, ConfirmVacancy, EndVacancy, PostVacancy},
    },
    households::edit::ANY_VERSION,
};

use crate::support::{Stage, Town, by, code, crowd, fields, on_both};

/// Names the town's donor for the union, which employs.
pub(super) async fn employer(stage: &Stage, town: &Town) -> Actor {
    let account = town.donor.account;
    stage
        .plant(&format!("update account set organisation = {}, contact = true where id = {account}", town.union))
        .await;
    stage.actor(account).await
}

fn new_vacancy(stage: &Stage, town: &Town, posts: i64) -> NewVacancy {
    NewVacancy {
        organisation: town.union,
        area: None,
        title: "缝纫工".into(),
        place: "和平路 1 号".into(),
        words: String::new(),
        hours: 40,
        pay_from: 3000,
        pay_to: 4000,
        lodging: Lodging::None,
        skills: vec![Skill::Sewing],
        languages: vec![Spoken::Mandarin],
        posts,
        until: stage.store.now() + 170 * DAY,
    }
}

pub(super) async fn posted(stage: &Stage, town: &Town, who: &Actor, posts: i64) -> VacancyId {
    stage.store.run(&by(who), PostVacancy(new_vacancy(stage, town, posts))).await.expect("a vacancy")
}

async fn adult_of(stage: &Stage, household: i64) -> i64 {
    stage.number(&format!("select min(id) from person where household = {household} and birth_year = 1985")).await
}

async fn looks(stage: &Stage, town: &Town, household: i64) -> SeekerId {
    let new = NewSeeker { member: adult_of(stage, household).await, answer: SeekerAnswer::Looks, lodging: false };
    stage.store.run(&by(&town.caseworker), AskSeeker { household, new }).await.expect("asked")
}

/// Proposes a job seeker and tells the employer; with `agreed` planted for the person.
async fn informed(stage: &Stage, town: &Town, seeker: SeekerId, vacancy: VacancyId) -> ProposalId {
    let keeper = || by(&town.caseworker);
    let id = stage.store.run(&keeper(), ProposeJob { seeker, vacancy }).await.expect("proposed");
    stage.store.run(&keeper(), InformEmployer { proposal: id }).await.expect("told");
    id
}

async fn agree(stage: &Stage, id: ProposalId) {
    stage.plant(&format!("update job_proposal set agreed = 1 where id = {id}")).await;
}

async fn state(stage: &Stage, town: &Town, id: ProposalId) -> ProposalState {
    stage.store.job_proposal(&town.caseworker, id).await.expect("a proposal").state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(the_employer_learns_no_name_before_the_person_agreed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let vacancy = posted(stage, &town, &boss, 2).await;
    let seeker = looks(stage, &town, town.household).await;
    let propose = ProposeJob { seeker, vacancy };
    assert_eq!(code(store.run(&by(&town.coordinator), propose).await), "not_allowed");
    let id = store.run(&by(&town.caseworker), propose).await.expect("proposed");
    assert_eq!(code(store.run(&by(&town.caseworker), propose).await), "already_proposed");
    assert_eq!(code(store.job_proposal(&boss, id).await), "not_found", "it was not told yet");
    store.run(&by(&town.caseworker), InformEmployer { proposal: id }).await.expect("told");
    assert_eq!(told(stage, &boss, NoticeKind::JobChanged).await, 1);
    let seen = store.job_proposal(&boss, id).await.expect("told");
    assert_eq!((seen.household, seen.seeker, seen.agreed), (None, seeker, false));
    let day = store.now() + DAY;
    let invite = InviteSeeker { proposal: id, meeting: JobMeeting::Interview, day };
    assert_eq!(code(store.run(&by(&boss), invite).await), "person_not_asked");
    assert_eq!(code(store.run(&by(&boss), RevealSeeker { proposal: id }).await), "person_not_asked");
    // A member that is not named for the employer reads and decides nothing; any account can become a member.
    let named = |is: bool| format!("update account set contact = {is} where id = {}", boss.account);
    stage.plant(&named(false)).await;
    assert_eq!(code(store.job_proposal(&boss, id).await), "not_found");
    assert_eq!(code(store.run(&by(&boss), RevealSeeker { proposal: id }).await), "not_found");
    assert_eq!(code(store.run(&by(&boss), EndVacancy { vacancy }).await), "not_allowed");
    stage.plant(&named(true)).await;
    // The family has an account: its caseworker does not answer for it.
    let yes = AnswerJob { proposal: id, answer: JobAnswer::Agree };
    assert_eq!(code(store.run(&by(&town.caseworker), yes).await), "not_allowed");
    store.run(&by(&town.family), yes).await.expect("agreed");
    assert_eq!(code(store.seeker_contact(&boss, id).await), "file_not_opened");
    store.run(&by(&boss), RevealSeeker { proposal: id }).await.expect("revealed");
    assert_eq!(store.seeker_contact(&boss, id).await.expect("shown").name, "王大");
    assert_eq!(stage.number("select count(*) from reveal where reason = 'job'").await, 1, "the family reads it");
    assert_eq!(
        fields(store.run(&by(&boss), InviteSeeker { day: day - 9 * DAY, ..invite }).await),
        [("day", "out_of_range")]
    );
    store.run(&by(&boss), invite).await.expect("invited");
    let refuse = RefuseSeeker { proposal: id, reason: JobRefusal::Distance, reason_for: ReasonFor::Staff };
    store.run(&by(&boss), refuse).await.expect("refused");
    assert_eq!(store.job_proposal(&town.caseworker, id).await.expect("read").reason, Some(JobRefusal::Distance));
    assert_eq!(store.job_proposal(&town.family, id).await.expect("read").reason, None, "not shared");
    assert_eq!(code(store.seeker_contact(&boss, id).await), "wrong_state");
    let again = store.vacancy_suggestions(&town.family, seeker).await.expect("its own");
    assert!(again.is_empty(), "whose employer said no");
    stage.is_clean().await;
    // Another proposal of the home to this employer, agreed as well.
    let other = posted(stage, &town, &boss, 1).await;
    let second = informed(stage, &town, seeker, other).await;
    agree(stage, second).await;
    assert_eq!(code(store.seeker_contact(&boss, second).await), "file_not_opened", "a reveal shows one person");
});

on_both!(of_two_hundred_hires_at_once_on_three_servers_one_gets_the_last_post, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let others = [stage.another().await, stage.another().await];
    let servers: [&Store; 3] = [store, &others[0], &others[1]];
    let boss = employer(stage, &town).await;
    let vacancy = posted(stage, &town, &boss, 1).await;
    let homes = crowd(stage, &town, 200).await;
    let seekers = format!(
        "insert into job_seeker (household, member, state, lodging, asked, asked_by, version)
         select household, id, 'looking', false, 1, 1, 0 from person where id >= {}",
        homes[0].1
    );
    stage.plant(&seekers).await;
    // The employer was told of all of them, and they agreed.
    let (now, day) = (store.now(), store.now() + DAY);
    let proposals = format!(
        "insert into job_proposal (household, seeker, vacancy, state, proposed, proposed_by, agreed, informed, met, day,
             answer_by, reason, shared, decided, decided_by, version)
         select household, id, {vacancy}, 'informed', {now}, 1, {now}, {now}, 0, 0, {}, '', false, 0, 0, 0
         from job_seeker",
        now + 9 * DAY
    );
    stage.plant(&proposals).await;
    let proposals = stage.texts("select cast(id as text) from job_proposal order by job_proposal.id").await;
    let hires = proposals.iter().zip(servers.iter().cycle()).map(|(id, server)| {
        let (boss, hire) = (by(&boss), HireSeeker { proposal: id.parse().expect("a number"), day });
        async move { server.run(&boss, hire).await }
    });
    let done = join_all(hires).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "posts_filled");
    }
    assert_eq!(stage.number("select posts - hired from vacancy").await, 0);
    assert_eq!(stage.number("select count(*) from job_proposal where state = 'hired'").await, 1);
    assert_eq!(stage.number("select count(*) from job_check").await, 2, "one person is asked twice");
    // The others end by the clock, each once.
    let ran = join_all(servers.map(Store::run_clocks)).await;
    assert_eq!(ran.into_iter().map(|ran| ran.expect("the clocks run").jobs).sum::<i64>(), 199);
    let over = store.job_proposals(&town.caseworker, ProposalList::Over, 0).await.expect("a list").items;
    assert!(over.iter().all(|one| one.state == ProposalState::Filled));
    let change = ChangeVacancy { vacancy, version: 0, new: new_vacancy(stage, &town, 1) };
    assert_eq!(code(store.run(&by(&boss), change).await), "changed_meanwhile");
    stage.is_clean().await;
    for other in others {
        other.close().await;
    }
});

async fn try_hire(stage: &Stage, who: &Actor, proposal: ProposalId, day: i64) -> store::Result<()> {
    stage.store.run(&by(who), HireSeeker { proposal, day }).await
}

on_both!(a_hire_ends_the_persons_other_proposals_and_asks_again, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let (one, two) = (posted(stage, &town, &boss, 3).await, posted(stage, &town, &boss, 3).await);
    let seeker = looks(stage, &town, town.household).await;
    let (won, lost) = (informed(stage, &town, seeker, one).await, informed(stage, &town, seeker, two).await);
    agree(stage, won).await;
    agree(stage, lost).await;
    let day = store.now();
    let (first, second) = tokio::join!(try_hire(stage, &boss, won, day), try_hire(stage, &boss, lost, day));
    assert!(first.is_ok() != second.is_ok(), "one person has one of two posts");
    assert_eq!(stage.number("select cast(sum(hired) as bigint) from vacancy").await, 1);
    assert_eq!(stage.number("select count(*) from job_proposal where state = 'elsewhere'").await, 1);
    let filled = if first.is_ok() { one } else { two };
    let visitor = Actor::visitor();
    for (who, open) in [(&boss, 2), (&town.caseworker, 2), (&visitor, 3), (&town.family, 3)] {
        let seen = store.vacancy(who, filled).await.expect("a vacancy");
        assert_eq!((seen.posts, seen.open_posts), (3, open), "two looks of others do not tell that one was hired");
    }
    stage.plant(&format!("update vacancy set posts = 1 where id = {filled}")).await;
    assert_eq!(code(store.vacancy(&visitor, filled).await), "not_found", "a full vacancy is as one that is over");
    let own = store.vacancy(&town.family, filled).await.expect("its proposal leads to it");
    assert_eq!((own.state, own.open_posts), (VacancyState::Hidden, 1));
    let asked = store.household_seekers(&town.caseworker, town.household).await.expect("asked");
    assert_eq!((asked[0].state, asked[0].live), (SeekerState::Hired, 0));
    let work = store.profiles(&town.caseworker, town.household).await.expect("profiles")[0].profile.work;
    assert_eq!(work, WorkStatus::Employed);

    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.family, NoticeKind::JobCheckDue).await, 1);
    let due = store.job_checks(&town.caseworker, CheckList::Due, 0).await.expect("a list").items;
    assert_eq!((due.len(), due[0].days), (1, 30));
    let other = store.household_job_checks(&town.family, town.household).await.expect("its own")[1].id;
    let answer = |check| AnswerJobCheck { check, still_there: JobYesNo::Yes, paid: JobYesNo::No };
    assert_eq!(code(store.run(&by(&town.family), answer(other)).await), "too_soon");
    store.run(&by(&town.family), answer(due[0].id)).await.expect("answered");
    let case = store.job_check(&town.family, due[0].id).await.expect("its own").case.expect("a wage case");
    assert_eq!(stage.number(&format!("select count(*) from case_file where id = {case} and kind = 'wages'")).await, 1);
    assert_eq!(code(store.run(&by(&town.family), answer(due[0].id)).await), "wrong_state");

    // After 90 days the person left: it looks for work again. A second "not paid" adds to the open case.
    stage.clock.advance(60 * DAY);
    let left = AnswerJobCheck { check: other, still_there: JobYesNo::No, paid: JobYesNo::No };
    store.run(&by(&town.caseworker), left).await.expect("answered");
    assert_eq!(store.job_check(&town.family, other).await.expect("its own").case, Some(case));
    let looking = store.job_seekers(&town.caseworker, SeekerList::Looking, 0).await.expect("a list").items;
    assert_eq!(looking.len(), 1);
    let figures = store.job_figures(&town.auditor).await.expect("figures");
    assert_eq!((figures.posts, figures.asked, figures.proposed, figures.hired, figures.unpaid), (4, 1, 2, 1, 2));
    stage.is_clean().await;
});

on_both!(a_person_hired_anew_stays_hired_when_the_first_place_is_asked_about, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let vacancy = posted(stage, &town, &boss, 3).await;
    let seeker = looks(stage, &town, town.household).await;
    let mut checks = Vec::new();
    for _ in 0..2 {
        let id = informed(stage, &town, seeker, vacancy).await;
        agree(stage, id).await;
        try_hire(stage, &boss, id, store.now()).await.expect("hired");
        checks.push(stage.number(&format!("select id from job_check where proposal = {id} and days = 30")).await);
        stage.clock.advance(DAY);
        // It says that it looks again, and finds the next place before it is asked about the first.
        if checks.len() == 1 {
            looks(stage, &town, town.household).await;
        }
    }
    stage.clock.advance(31 * DAY);
    let left = |check| AnswerJobCheck { check, still_there: JobYesNo::No, paid: JobYesNo::Yes };
    let state = async || store.job_seeker(&town.caseworker, seeker).await.expect("a job seeker").state;
    store.run(&by(&town.family), left(checks[0])).await.expect("answered");
    assert_eq!(state().await, SeekerState::Hired);
    store.run(&by(&town.family), left(checks[1])).await.expect("answered");
    assert_eq!(state().await, SeekerState::Looking);
    // One who said that it does not look for work stays off the list, and is only not employed any more.
    let id = informed(stage, &town, seeker, vacancy).await;
    agree(stage, id).await;
    try_hire(stage, &boss, id, store.now()).await.expect("hired");
    stage.plant(&format!("update job_seeker set state = 'declined' where id = {seeker}")).await;
    stage.clock.advance(31 * DAY);
    let check = stage.number(&format!("select id from job_check where proposal = {id} and days = 30")).await;
    store.run(&by(&town.family), left(check)).await.expect("answered");
    assert_eq!(state().await, SeekerState::Declined);
    assert_eq!(stage.number("select count(*) from person where work in ('seeking', 'employed')").await, 0);
    stage.is_clean().await;
});

on_both!(a_vacancy_is_told_to_those_who_act_for_it_now, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let chief = stage.coordinator_of(&town, town.root).await;
    posted(stage, &town, &boss, 1).await;
    stage.plant(&format!("update account set contact = false where id = {}", boss.account)).await;
    stage.clock.advance(12 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &boss, NoticeKind::VacancyDue).await, 0, "it is not named any more");
    assert_eq!(told(stage, &chief, NoticeKind::VacancyDue).await, 1, "and the area hears of it");
});

on_both!(vacancies_are_hidden_without_a_word_and_proposals_end_without_an_answer, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let boss = employer(stage, &town).await;
    assert_eq!(code(store.run(&by(&town.family), PostVacancy(new_vacancy(stage, &town, 1))).await), "not_allowed");
    let wrong = NewVacancy { posts: 0, title: String::new(), ..new_vacancy(stage, &town, 1) };
    assert_eq!(
        fields(store.run(&by(&boss), PostVacancy(wrong)).await),
        [("title", "required"), ("posts", "out_of_range")]
    );
    let id = posted(stage, &town, &boss, 1).await;
    let seeker = looks(stage, &town, town.household).await;
    let proposal = informed(stage, &town, seeker, id).await;
    stage.clock.advance(12 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    let ran = one.expect("runs").jobs + two.expect("runs").jobs;
    assert_eq!(ran, 2, "once on two servers: a reminder, and a proposal without an answer");
    assert_eq!(told(stage, &boss, NoticeKind::VacancyDue).await, 1);
    assert_eq!(state(stage, &town, proposal).await, ProposalState::NoAnswer);
    stage.clock.advance(4 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(store.vacancy(&boss, id).await.expect("its own").state, VacancyState::Hidden);
    assert_eq!(code(store.vacancy(&town.donor, id).await), "not_found");
    let seen = store.vacancy(&town.family, id).await.expect("that of its proposal");
    assert!(seen.state == VacancyState::Hidden && !seen.may_keep);
    let propose = ProposeJob { seeker, vacancy: id };
    assert_eq!(code(store.run(&by(&town.caseworker), propose).await), "vacancy_over");
    store.run(&by(&boss), ConfirmVacancy { vacancy: id }).await.expect("confirmed");
    assert_eq!(store.open_vacancies(&Actor::visitor(), 0).await.expect("a list").items.len(), 1);
    let again = store.run(&by(&town.family), propose).await.expect("proposed by the family itself");
    assert!(store.job_proposal(&town.family, again).await.expect("its own").agreed);
    store.run(&by(&boss), EndVacancy { vacancy: id }).await.expect("ended");
    assert_eq!(code(store.run(&by(&boss), ConfirmVacancy { vacancy: id }).await), "vacancy_over");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(state(stage, &town, again).await, ProposalState::Filled);
    stage.is_clean().await;
});

on_both!(a_member_who_leaves_and_a_file_that_closes_end_what_is_proposed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let vacancy = posted(stage, &town, &boss, 2).await;
    let child = stage.number("select min(id) from person where birth_year = 2016").await;
    let ask = |member| AskSeeker {
        household: town.household,
        new: NewSeeker { member, answer: SeekerAnswer::Looks, lodging: false },
    };
    assert_eq!(fields(store.run(&by(&town.family), ask(child)).await), [("member", "out_of_range")]);
    assert_eq!(fields(store.run(&by(&town.family), ask(4711)).await), [("member", "unknown")]);
    let seeker = looks(stage, &town, town.household).await;
    let first = informed(stage, &town, seeker, vacancy).await;
    let no = NewSeeker { member: adult_of(stage, town.household).await, answer: SeekerAnswer::No, lodging: false };
    store.run(&by(&town.family), AskSeeker { household: town.household, new: no }).await.expect("stopped");
    assert_eq!(state(stage, &town, first).await, ProposalState::Withdrawn);
    looks(stage, &town, town.household).await;
    let second = informed(stage, &town, seeker, vacancy).await;
    let leaves = RemoveMember { household: town.household, version: ANY_VERSION, member: no.member };
    store.run(&by(&town.caseworker), leaves).await.expect("left");
    assert_eq!(state(stage, &town, second).await, ProposalState::Withdrawn);
    assert_eq!(store.household_seekers(&town.family, town.household).await.expect("read")[0].member, None);
    let (home, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let third = informed(stage, &town, looks(stage, &town, home).await, vacancy).await;
    let closing = Closing { household: home, reason: CloseReason::Other, words: "搬走了".into() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(state(stage, &town, third).await, ProposalState::FileClosed);
    assert_eq!(code(store.run(&by(&town.caseworker), WithdrawJob { proposal: third }).await), "wrong_state");
    stage.is_clean().await;
});

on_both!(what_fits_is_suggested_and_homes_without_work_are_found, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let boss = employer(stage, &town).await;
    let seeker = looks(stage, &town, town.household).await;
    let member = adult_of(stage, town.household).await;
    let profile = Answers {
        work: WorkStatus::Seeking,
        skills: vec![Skill::Sewing],
        languages: vec![Spoken::Uyghur],
        ..Answers::default()
    };
    let set = |profile| SetProfile { household: town.household, member, profile };
    store.run(&by(&town.caseworker), set(profile.clone())).await.expect("asked");
    let far = posted(stage, &town, &boss, 1).await;
    let new = NewVacancy { languages: vec![Spoken::Uyghur], ..new_vacancy(stage, &town, 1) };
    let near = store.run(&by(&boss), PostVacancy(new)).await.expect("a vacancy");
    let found = store.vacancy_suggestions(&town.family, seeker).await.expect("its own");
    let found: Vec<_> = found.iter().map(|of| (of.vacancy.id, of.fit.language, of.fit.skills)).collect();
    assert_eq!(found, [(near, true, 1), (far, false, 1)]);
    assert_eq!(code(store.vacancy_suggestions(&boss, seeker).await), "not_found");

    let homes = store.jobless_homes(&town.coordinator, 0).await.expect("a list").items;
    assert_eq!(homes.iter().map(|home| (home.household, home.adults)).collect::<Vec<_>>(), [(town.household, 1)]);
    let works = Answers { work: WorkStatus::Casual, ..profile };
    store.run(&by(&town.caseworker), set(works)).await.expect("asked");
    assert!(store.jobless_homes(&town.coordinator, 0).await.expect("a list").items.is_empty());
    assert_eq!(code(store.jobless_homes(&town.donor, 0).await), "not_allowed");
});
