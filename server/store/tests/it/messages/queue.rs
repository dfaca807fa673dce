//! The queue: each notice once for each way, marked before it is sent, and with an end in any case.

use domain::{
    DAY,
    messages::{Channel, LEASE, LONGEST_WAIT, MessageChoices, MessageEnd, Outcome, TRIES, pause},
    time::second_of_day,
    today::Work,
};
use store::messages::{bots::SetTextLimit, unreached::TellFamily};

use super::support::{arrive, choose, count, lease, lease_of, loud, said, settle, subscribe, to_hour};
use crate::support::{by, code, on_both};

on_both!(each_way_that_was_chosen_tells_once_and_texts_say_what_cannot_wait, |stage| {
    let town = stage.town("甲").await;
    subscribe(stage, &town.family).await;
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    let pushes = lease(stage, Channel::Push).await;
    let all: Vec<_> = pushes.iter().flat_map(said).collect();
    assert_eq!(all, ["wish_published", "wish_claimed", "wish_arrived"]);
    let texts = lease(stage, Channel::Text).await;
    assert_eq!(texts.iter().flat_map(said).collect::<Vec<_>>(), ["wish_arrived"]);
    for message in pushes.iter().chain(&texts) {
        settle(stage, message, Outcome::Sent).await;
    }
    stage.clock.advance(30 * DAY);
    for channel in Channel::ALL {
        assert!(lease(stage, *channel).await.is_empty(), "{channel:?} says it once");
    }
    assert_eq!((count(stage, "sent").await, count(stage, "waiting").await), (4, 0));
    // The donor has chosen nothing.
    let donors = format!("select count(*) from message where account = {}", town.donor.account);
    assert_eq!(stage.number(&donors).await, 0);
    stage.is_clean().await;
});

on_both!(an_unclear_end_repeats_a_push_and_nothing_else, |stage| {
    let town = stage.town("甲").await;
    subscribe(stage, &town.family).await;
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    let (first, texts) = (lease(stage, Channel::Push).await, lease(stage, Channel::Text).await);
    assert_eq!((first.len(), texts.len()), (3, 1));
    assert!(lease(stage, Channel::Push).await.is_empty(), "marked, so not taken by another server");
    // Both senders are gone.
    stage.clock.advance(LEASE + 1);
    let again = lease(stage, Channel::Push).await;
    assert_eq!((again.len(), again[0].tries, again[0].ids == first[0].ids), (3, 2, true));
    assert!(lease(stage, Channel::Text).await.is_empty());
    let unsure = stage.number("select count(*) from message where why = 'unsure' and channel = 'text'").await;
    assert_eq!(unsure, 1);
    // The first sender wakes up: its answer is of a try that has ended.
    settle(stage, &first[0], Outcome::Refused).await;
    assert_eq!(count(stage, "sending").await, 3);
    for message in &again {
        settle(stage, message, Outcome::Sent).await;
    }
    assert_eq!(count(stage, "sent").await, 3);
});

on_both!(a_refusal_for_now_is_tried_again_with_growing_pauses_and_then_listed_for_the_caseworker, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    let store = &stage.store;
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    for tries in 1..=TRIES {
        let sent = lease(stage, Channel::Text).await;
        assert_eq!((sent.len(), sent[0].tries), (1, tries));
        assert_eq!(store.unreached_count(&town.caseworker).await.expect("a count"), 0, "it is still tried");
        settle(stage, &sent[0], Outcome::Later).await;
        stage.clock.advance(pause(tries) - 1);
        assert!(lease(stage, Channel::Text).await.is_empty(), "not before its time");
        stage.clock.advance(2);
    }
    let listed = store.unreached(&town.caseworker, 0).await.expect("a list").items;
    assert_eq!((listed.len(), listed[0].household, listed[0].end), (1, town.household, MessageEnd::GaveUp));
    assert_eq!(store.today(&town.caseworker).await.expect("today").n(Work::Unreached), 1);
    assert!(store.unreached(&there.caseworker, 0).await.expect("a list").items.is_empty());
    let tell = TellFamily { message: listed[0].message };
    assert_eq!(code(store.run(&by(&there.caseworker), tell).await), "not_found");
    assert_eq!(code(store.run(&by(&town.shopkeeper), tell).await), "not_allowed");
    store.run(&by(&town.caseworker), tell).await.expect("noted");
    assert_eq!(store.unreached_count(&town.caseworker).await.expect("a count"), 0);
});

on_both!(what_the_family_reads_in_the_app_is_neither_sent_nor_listed, |stage| {
    let town = stage.town("甲").await;
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    let sent = lease(stage, Channel::Text).await;
    settle(stage, &sent[0], Outcome::Refused).await;
    assert_eq!(stage.store.unreached_count(&town.caseworker).await.expect("a count"), 1);
    arrive(stage, &town).await;
    stage.store.run(&by(&town.family), store::notifications::notices::ReadNotices).await.expect("read");
    assert!(lease(stage, Channel::Text).await.is_empty());
    assert_eq!((count(stage, "skipped").await, count(stage, "waiting").await), (1, 0));
    assert_eq!(stage.store.unreached_count(&town.caseworker).await.expect("a count"), 0);
});

on_both!(a_daily_message_gathers_the_day_and_quiet_hours_delay_all, |stage| {
    let town = stage.town("甲").await;
    subscribe(stage, &town.family).await;
    to_hour(stage, 10);
    choose(stage, &town.family, MessageChoices { digest: Some(18), by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    let at_once = lease(stage, Channel::Push).await;
    assert_eq!(at_once.iter().flat_map(said).collect::<Vec<_>>(), ["wish_arrived"]);
    settle(stage, &at_once[0], Outcome::Sent).await;
    stage.clock.advance(8 * 3600);
    let daily = lease(stage, Channel::Push).await;
    assert_eq!((daily.len(), daily[0].is_digest, daily[0].ids.len()), (1, true, 2));
    assert_eq!(said(&daily[0]), ["wish_published", "wish_claimed"]);
    settle(stage, &daily[0], Outcome::Sent).await;
    // Written before six, and committed after it.
    let late = "update message set state = 'waiting', ended = 0 where id = (select max(id) from message where digest)";
    stage.plant(late).await;
    assert!(lease(stage, Channel::Push).await.is_empty(), "there is one daily message");
    stage.clock.advance(DAY);
    assert_eq!(lease(stage, Channel::Push).await.len(), 1, "it is in that of the next day");

    choose(stage, &town.family, MessageChoices { by_text: true, ..MessageChoices::default() }).await;
    stage.clock.advance(5 * 3600);
    assert_eq!(second_of_day(stage.store.now()) / 3600, 23);
    arrive(stage, &town).await;
    assert!(lease(stage, Channel::Text).await.is_empty(), "it is night");
    stage.clock.advance(9 * 3600);
    assert_eq!(lease(stage, Channel::Text).await.len(), 2, "with the one that was not taken before");
});

on_both!(a_busy_day_is_one_daily_message, |stage| {
    let town = stage.town("甲").await;
    subscribe(stage, &town.family).await;
    let now = stage.store.now();
    // Not of a notice, which would have to be unread.
    let rows = format!(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 201)
         insert into message (channel, account, target, notice, kind, digest, state, why, tries, due, created, ended,
             told, told_by)
         select 'push', p.account, p.id, 0, 'wish_published', true, 'waiting', '', 0, {now}, {now}, 0, 0, 0
         from push_subscription p, n"
    );
    stage.plant(&rows).await;
    let daily = lease(stage, Channel::Push).await;
    assert_eq!((daily.len(), daily[0].ids.len()), (1, 201));
    assert_eq!(count(stage, "waiting").await, 0);
});

on_both!(an_area_sends_no_more_texts_than_its_limit_whatever_servers_do, |stage| {
    let (town, other) = (stage.town("甲").await, stage.another().await);
    let limit = SetTextLimit { root: town.root, most: 3 };
    assert_eq!(code(stage.store.run(&by(&town.shopkeeper), limit).await), "not_allowed");
    stage.store.run(&by(&town.admin), limit).await.expect("a limit");
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    for _ in 0..5 {
        arrive(stage, &town).await;
    }
    let (one, two) = (stage.store.clone(), other.clone());
    let servers = [one, two].map(|store| tokio::spawn(async move { lease_of(&store, Channel::Text).await }));
    let mut ids = Vec::new();
    for server in servers {
        ids.extend(server.await.expect("it ends").into_iter().flat_map(|message| message.ids));
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), count(stage, "sending").await), (3, 3), "each once, and no more than the area pays for");
    assert_eq!(stage.number("select count(*) from message where why = 'limit'").await, 2);
    let month = stage.store.area_messages(&town.admin, town.root).await.expect("an area");
    assert_eq!((month.most_texts, month.used_texts), (3, 3));
    other.close().await;
});

on_both!(a_way_that_is_lost_gives_up_and_old_messages_are_deleted, |stage| {
    let town = stage.town("甲").await;
    choose(stage, &town.family, MessageChoices { by_text: true, ..loud() }).await;
    arrive(stage, &town).await;
    // No server sends texts any more.
    stage.clock.advance(LONGEST_WAIT + 60);
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!((count(stage, "waiting").await, count(stage, "failed").await), (0, 1));
    stage.clock.advance(domain::messages::KEPT_FOR + 60);
    stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!(count(stage, "failed").await, 0);
});

on_both!(a_row_that_cannot_be_read_fails_alone_and_is_named, |stage| {
    let town = stage.town("甲").await;
    subscribe(stage, &town.family).await;
    subscribe(stage, &town.family).await;
    arrive(stage, &town).await;
    let first = "id = (select min(id) from push_subscription)";
    stage.plant(&format!("update push_subscription set endpoint = 'not sealed' where {first}")).await;
    stage.plant("update message set kind = 'of_tomorrow' where id = (select max(id) from message)").await;
    // Three of the first browser and one of the second cannot be read.
    assert_eq!(lease(stage, Channel::Push).await.len(), 2, "the others go out");
    assert_eq!((count(stage, "failed").await, count(stage, "waiting").await), (4, 0));
    let lines = stage.store.check().await.expect("checked");
    let names = |words: &str| lines.iter().any(|line| line.contains(words));
    assert!(lines.len() == 2 && names("push_subscription") && names("of_tomorrow"), "{lines:?}");
});
