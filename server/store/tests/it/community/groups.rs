//! Groups: rosters of households that agreed to be asked, notices with those to call, and the walls of documents.

use domain::{
    DAY,
    accounts::Actor,
    casework::{CloseReason, Closing, EraseReason, Erasure, Merging},
    community::groups::{
        GroupAnswer, GroupChannel, GroupId, JoinRate, NewGroup, NewRosterEntry, RosterLine, RosterState,
        documents::{DocumentKind, NewDocument},
        notices::NewGroupNotice,
    },
    households::HouseholdId,
    notifications::NoticeKind,
    today::Work,
};
use futures::future::join_all;
use store::{
    casework::file::{close::CloseFile, merge::MergeFiles},
    community::groups::{
        documents::{ChangeDocument, PostDocument, RemoveDocument},
        lifecycle::{ChangeGroup, EndGroup, OpenGroup},
        notices::{CallGroupMember, PostGroupNotice, ReadGroupNotice},
        roster::{AnswerGroup, JoinGroup},
        roster_views::RosterQuery,
        views::GroupList,
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn new_group(town: &Town, name: &str) -> NewGroup {
    NewGroup {
        area: town.home,
        name: name.into(),
        channel: GroupChannel::Wechat,
        channel_name: "邻里群".into(),
        caretaker: town.caseworker.account,
    }
}

async fn opened(stage: &Stage, town: &Town) -> GroupId {
    stage.store.run(&by(&town.coordinator), OpenGroup(new_group(town, "一组"))).await.expect("a group")
}

fn says(group: GroupId, household: HouseholdId, answer: GroupAnswer) -> AnswerGroup {
    AnswerGroup { group, entry: NewRosterEntry { household, answer, agreed: true } }
}

async fn rate(stage: &Stage, town: &Town) -> JoinRate {
    stage.store.join_rates(&town.coordinator, 0).await.expect("figures").0
}

fn counts(rate: JoinRate) -> (i64, i64, i64, i64) {
    (rate.groups, rate.asked, rate.joined, rate.declined)
}

on_both!(only_who_agreed_is_on_the_roster_and_each_figure_has_its_rows, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    let new = || OpenGroup(new_group(&town, "一组"));
    assert_eq!(code(store.run(&by(&town.caseworker), new()).await), "not_allowed");
    let stranger = NewGroup { caretaker: town.donor.account, ..new_group(&town, "一组") };
    assert_eq!(fields(store.run(&by(&town.coordinator), OpenGroup(stranger)).await), [("caretaker", "unknown")]);
    let group = opened(stage, &town).await;
    assert_eq!(code(store.run(&by(&town.coordinator), new()).await), "name_taken");

    let unasked = NewRosterEntry { household: town.household, answer: GroupAnswer::Joined, agreed: false };
    let unasked = AnswerGroup { group, entry: unasked };
    assert_eq!(fields(store.run(&by(&town.caseworker), unasked).await), [("agreed", "required")]);
    store.run(&by(&town.family), unasked).await.expect("the family says it itself");
    store.run(&by(&town.caseworker), says(group, town.household, GroupAnswer::Declined)).await.expect("asked");
    assert_eq!(counts(rate(stage, &town).await), (1, 1, 0, 1));
    let elsewhere = says(group, there.household, GroupAnswer::Joined);
    assert_eq!(code(store.run(&by(&there.caseworker), elsewhere).await), "not_found", "it lives elsewhere");
    assert_eq!(code(store.run(&by(&there.family), elsewhere).await), "not_found");

    // The code shows the name to strangers, and lets families of the area join.
    let poster = store.group(&town.caseworker, group).await.expect("read").code;
    assert_eq!(store.group_of_code(&poster.to_lowercase()).await.expect("public"), "一组");
    assert_eq!(code(store.run(&by(&there.family), JoinGroup { code: poster.clone() }).await), "not_found");
    assert_eq!(code(store.run(&by(&town.donor), JoinGroup { code: poster.clone() }).await), "not_found");
    store.run(&by(&town.family), JoinGroup { code: poster.clone() }).await.expect("joined");

    // Answers at one moment are all counted.
    let mut homes = Vec::new();
    for n in 0..6 {
        homes.push(stage.family(&town.caseworker, town.home, &format!("李家{n}")).await.0);
    }
    let calls = homes.iter().map(|home| {
        let caller = by(&town.caseworker);
        async move { store.run(&caller, says(group, *home, GroupAnswer::NotYet)).await }
    });
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    let figures = rate(stage, &town).await;
    assert_eq!((counts(figures), figures.not_yet(), figures.per_mille()), ((1, 7, 1, 0), 6, Some(143)));
    let (_, below) = store.join_rates(&town.coordinator, 0).await.expect("figures");
    assert_eq!(below.iter().map(|one| (one.area, one.rate)).collect::<Vec<_>>(), [(town.district, figures)]);
    let rows = |state| RosterQuery { area: Some(town.district), state, ..RosterQuery::default() };
    let all = store.roster(&town.auditor, rows(None), 0).await.expect("rows").items;
    let joined = store.roster(&town.auditor, rows(Some(RosterState::Joined)), 0).await.expect("rows").items;
    assert_eq!((all.len(), joined.iter().map(|row| row.household).collect::<Vec<_>>()), (7, vec![town.household]));
    // People are those of the files, on each page the same; the rows make the sum.
    let people = |rows: &[RosterLine]| rows.iter().map(|row| row.people).sum::<i64>();
    assert_eq!((figures.asked_people, figures.joined_people), (people(&all), people(&joined)));
    let size = "select cast(sum(size) as bigint) from household where id in (select household from group_household)";
    assert_eq!(figures.asked_people, stage.number(size).await);
    let line = store.group(&town.caseworker, group).await.expect("read").line;
    assert_eq!(line.rate(), figures);
    assert_eq!(store.export_group(&by(&town.caseworker), group).await.expect("exported").len(), 7);
    assert_eq!(code(store.roster(&town.donor, rows(None), 0).await), "not_allowed");

    store.run(&by(&town.coordinator), EndGroup { group }).await.expect("ended");
    assert_eq!(code(store.group_of_code(&poster).await), "not_found");
    assert_eq!(
        code(store.run(&by(&town.family), says(group, town.household, GroupAnswer::NotYet)).await),
        "wrong_state"
    );
    assert_eq!(counts(rate(stage, &town).await), (0, 0, 0, 0));
    stage.is_clean().await;
});

fn notice(stage: &Stage, group: GroupId) -> PostGroupNotice {
    let until = stage.store.now() + 10 * DAY;
    PostGroupNotice {
        group, new: NewGroupNotice { title: "停水".into(), words: "明天上午停水。".into(), until }
    }
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let notices = stage.store.notices(who, 0).await.expect("notices").items;
    notices.iter().filter(|notice| notice.kind == kind).count()
}

on_both!(who_did_not_read_a_notice_in_three_days_is_called, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    let group = opened(stage, &town).await;
    let (second, reader) = stage.family(&town.caseworker, town.home, "李家").await;
    let (third, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    for (household, answer) in
        [(town.household, GroupAnswer::Joined), (second, GroupAnswer::Joined), (third, GroupAnswer::Declined)]
    {
        store.run(&by(&town.caseworker), says(group, household, answer)).await.expect("asked");
    }
    assert_eq!(code(store.run(&by(&town.family), notice(stage, group)).await), "not_allowed");
    let id = store.run(&by(&town.caseworker), notice(stage, group)).await.expect("posted");
    assert_eq!(told(stage, &reader, NoticeKind::GroupNoticePosted).await, 1);
    let own = store.own_group_notice(&reader, id).await.expect("a member");
    assert_eq!((own.words.as_str(), own.read), ("", None), "not opened yet");
    store.run(&by(&reader), ReadGroupNotice { notice: id }).await.expect("opened");
    assert_eq!(store.own_group_notice(&reader, id).await.expect("a member").words, "明天上午停水。");
    assert_eq!(store.own_group_notices(&town.family).await.expect("a member").len(), 1);

    // Two servers look after three days, and the caretaker is told once.
    let today = store.today(&town.caseworker).await.expect("today");
    assert_eq!([today.n(Work::UnreadGroups), today.n(Work::UncaredGroups)], [0, 0]);
    stage.clock.advance(3 * DAY + 60);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").group_notices + two.expect("runs").group_notices, 1, "once on two servers");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::GroupNoticeUnread).await, 1);
    let today = store.today(&town.caseworker).await.expect("today");
    assert_eq!([today.n(Work::UnreadGroups), today.n(Work::UncaredGroups)], [1, 0]);
    let lines = store.groups(&town.caseworker, GroupList::Unread, 0, 0).await.expect("read").items;
    assert_eq!(lines.len(), 1);
    let unread = store.group_unread(&town.caseworker, id, 0).await.expect("the list").items;
    assert_eq!(unread.iter().map(|line| line.household).collect::<Vec<_>>(), [town.household]);
    let call = |household| CallGroupMember { notice: id, household };
    assert_eq!(fields(store.run(&by(&town.caseworker), call(third)).await), [("household", "unknown")]);
    assert_eq!(code(store.run(&by(&town.caseworker), call(second)).await), "wrong_state", "it read the notice");
    store.run(&by(&town.caseworker), call(town.household)).await.expect("called");
    let seen = store.group_notice(&town.auditor, id).await.expect("read");
    assert_eq!((seen.members, seen.read, seen.called, seen.unread()), (2, 1, 1, 0));
    let today = store.today(&town.caseworker).await.expect("today");
    assert_eq!([today.n(Work::UnreadGroups), today.n(Work::UncaredGroups)], [0, 0]);

    // The group of a caretaker who is away is the coordinator's work.
    let (now, away, deputy) = (store.now(), town.caseworker.account, town.coordinator.account);
    let leave = "insert into staff_leave (account, deputy, first, last, created, created_by, ended) values";
    stage.plant(&format!("{leave} ({away}, {deputy}, {now}, {}, {now}, {away}, 0)", now + DAY)).await;
    let today = store.today(&town.coordinator).await.expect("today");
    assert_eq!([today.n(Work::UnreadGroups), today.n(Work::UncaredGroups)], [0, 1]);
    let known = store.group(&town.coordinator, group).await.expect("read");
    let new = NewGroup { caretaker: town.coordinator.account, ..new_group(&town, "一组") };
    let change = |version| ChangeGroup { group, version, new: new.clone() };
    assert_eq!(code(store.run(&by(&town.coordinator), change(known.version + 1)).await), "changed_meanwhile");
    store.run(&by(&town.coordinator), change(known.version)).await.expect("changed");
    let today = store.today(&town.coordinator).await.expect("today");
    assert_eq!([today.n(Work::UnreadGroups), today.n(Work::UncaredGroups)], [0, 0]);
    stage.is_clean().await;
});

on_both!(every_member_of_a_large_group_is_told_once_by_three_servers, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let others = [stage.another().await, stage.another().await];
    let group = opened(stage, &town).await;
    store.run(&by(&town.family), says(group, town.household, GroupAnswer::Joined)).await.expect("joined");
    let (home, root) = (town.household, town.root);
    let many = "with recursive n (i) as (select 1 union all select i + 1 from n where i < 850)";
    let row = format!("'many-' || i, '邻居', '', {root}, 0, {home}, true, 0, 0 from n");
    let columns = "phone, name, password, root, organisation, household, open, created, version";
    stage.plant(&format!("insert into account ({columns}) {many} select {row}")).await;
    store.run(&by(&town.caseworker), notice(stage, group)).await.expect("posted");
    let told = "select count(*) from outbox where event = 'group_notice_posted' and reader = 'notices'";
    assert_eq!(stage.number(told).await, 851);
    // All of them are rows of one record, which a server takes in batches; a second notice comes after the first.
    store.run(&by(&town.caseworker), notice(stage, group)).await.expect("posted");
    let servers = [stage.store.clone(), others[0].clone(), others[1].clone()];
    let run = servers.map(|server| tokio::spawn(async move { server.deliver_all().await }));
    for done in join_all(run).await {
        done.expect("it ends").expect("delivered");
    }
    assert_eq!(stage.number("select count(*) from outbox").await, 0);
    let kind = "from notice where kind = 'group_notice_posted'";
    assert_eq!(stage.number(&format!("select count(*) {kind}")).await, 2 * 851);
    assert_eq!(stage.number(&format!("select count(distinct account) {kind}")).await, 851);
    let reversed = format!(
        "select count(*) {kind} and exists (select 1 from notice n where n.account = notice.account
             and n.kind = notice.kind and n.id > notice.id and n.subject < notice.subject)"
    );
    assert_eq!(stage.number(&reversed).await, 0, "in order for each account");
    for other in others {
        other.close().await;
    }
});

on_both!(a_file_that_ends_leaves_the_rosters_and_two_files_of_a_family_count_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let group = opened(stage, &town).await;
    let (gone, double) = stage.family(&town.caseworker, town.home, "王家（二）").await;
    let (third, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    store.run(&by(&town.caseworker), says(group, town.household, GroupAnswer::NotYet)).await.expect("asked");
    store.run(&by(&town.caseworker), says(group, third, GroupAnswer::Joined)).await.expect("asked");
    stage.clock.advance(60);
    store.run(&by(&town.caseworker), says(group, gone, GroupAnswer::Joined)).await.expect("asked");
    let id = store.run(&by(&town.caseworker), notice(stage, group)).await.expect("posted");
    store.run(&by(&double), ReadGroupNotice { notice: id }).await.expect("opened");
    let first = stage.number(&format!("select min(id) from person where household = {gone}")).await;
    let same = vec![(first, 0), (first + 1, 0)];
    let merging = Merging { keep: town.household, gone, same, typed: town.household.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let figures = rate(stage, &town).await;
    assert_eq!((figures.asked, figures.joined), (2, 2), "what was said last counts");
    assert_eq!(store.group_notice(&town.caseworker, id).await.expect("read").read, 1, "it read the notice");

    // The file that stays may live elsewhere: it does not come onto the roster of a group around the other home.
    let (away, _) = stage.family(&town.caseworker, town.district, "孙家").await;
    let (here, _) = stage.family(&town.caseworker, town.home, "孙家（二）").await;
    store.run(&by(&town.caseworker), says(group, here, GroupAnswer::Joined)).await.expect("asked");
    let first = stage.number(&format!("select min(id) from person where household = {here}")).await;
    let same = vec![(first, 0), (first + 1, 0)];
    let merging = Merging { keep: away, gone: here, same, typed: away.to_string() };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    let figures = rate(stage, &town).await;
    assert_eq!((figures.asked, figures.joined), (2, 2));
    let on = format!("select count(*) from group_household where household = {away} and state <> 'left'");
    assert_eq!(stage.number(&on).await, 0, "it lives in no area of the group");
    // An auditor of the district who is a caseworker of the community writes in the community only.
    let (who, area) = (town.auditor.account, town.home);
    let grant = "insert into role_grant (account, role, area, path)";
    stage.plant(&format!("{grant} select {who}, 'caseworker', id, path from area where id = {area}")).await;
    let both = stage.actor(who).await;
    let keeps = async |home| store.household_groups(&both, home).await.expect("read").may_keep;
    assert_eq!((keeps(away).await, keeps(town.household).await), (false, true));

    let closing = Closing { household: third, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(rate(stage, &town).await.asked, 1);
    let left = RosterQuery { group: Some(group), state: Some(RosterState::Left), ..RosterQuery::default() };
    assert_eq!(store.roster(&town.caseworker, left, 0).await.expect("rows").items.len(), 2);
    let typed = town.household.to_string();
    let erasure = Erasure { household: town.household, reason: EraseReason::Asked, typed };
    store.file_erase(&by(&town.caseworker), erasure).await.expect("erased");
    assert_eq!(rate(stage, &town).await.asked, 0);
    let rows = format!("select count(*) from group_reading where household = {}", town.household);
    assert_eq!(stage.number(&rows).await, 0);
    stage.is_clean().await;
});

on_both!(documents_are_public_and_outdated_ones_are_asked_about, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let new = NewDocument {
        area: town.district,
        kind: DocumentKind::Rules,
        title: "邻里公约".into(),
        words: "晚上十点后请小声。".into(),
        until: store.now() + 30 * DAY,
        place: 1,
    };
    assert_eq!(code(store.document_wall(&Actor::visitor(), town.home).await), "not_found", "an empty wall");
    assert_eq!(code(store.run(&by(&town.caseworker), PostDocument(new.clone())).await), "not_allowed");
    let empty = NewDocument { words: " ".into(), place: 0, ..new.clone() };
    let wrong = fields(store.run(&by(&town.coordinator), PostDocument(empty)).await);
    assert_eq!(wrong, [("words", "required"), ("place", "out_of_range")]);
    let id = store.run(&by(&town.coordinator), PostDocument(new.clone())).await.expect("posted");
    // The wall of the community shows what holds in the district around it.
    let wall = store.document_wall(&Actor::visitor(), town.home).await.expect("public");
    assert_eq!((wall.documents[0].title.as_str(), wall.may_keep), ("邻里公约", false));

    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Documents), 0);
    stage.clock.advance(32 * DAY);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Documents), 1);
    let until = store.now() + 30 * DAY;
    let change = |version| ChangeDocument { document: id, version, new: NewDocument { until, ..new.clone() } };
    assert_eq!(code(store.run(&by(&town.coordinator), change(7)).await), "changed_meanwhile");
    store.run(&by(&town.coordinator), change(0)).await.expect("changed");
    let kept = store.kept_documents(&town.coordinator, 0, 0).await.expect("kept").items;
    assert_eq!((kept[0].edition, store.today(&town.coordinator).await.expect("today").n(Work::Documents)), (2, 0));
    store.run(&by(&town.coordinator), RemoveDocument { document: id }).await.expect("removed");
    assert_eq!(code(store.document_wall(&Actor::visitor(), town.home).await), "not_found");
    stage.is_clean().await;
});
