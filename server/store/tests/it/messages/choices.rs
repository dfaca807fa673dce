//! What accounts choose: mail that is confirmed first, links that stop, and what ends with a session or a file.

use domain::{
    DAY,
    messages::{Channel, MessageChoices, Outcome, SubscriptionId},
};
use store::{
    By,
    messages::{
        choices::{StopByLink, StopMessages},
        lease::Destination,
        mail::{ConfirmMail, ForgetMail},
        push::EndPush,
    },
};

use super::support::{arrive, change_contact, choose, lease, loud, settle, subscribe};
use crate::support::{PASSWORD, by, code, fields, on_both};

on_both!(an_address_is_used_after_its_link_was_opened_and_stops_by_one, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    choose(stage, &town.family, loud()).await;
    assert_eq!(fields(store.mail_ask(&by(&town.family), "nothing").await), [("address", "not_an_address")]);
    store.mail_ask(&by(&town.family), "canary@example.org").await.expect("asked");
    assert!(!stage.dump().await.contains("canary@"), "it is sealed");
    let link = lease(stage, Channel::Mail).await.remove(0);
    assert!(link.kinds.is_empty() && link.to == Destination::Mail("canary@example.org".into()));
    settle(stage, &link, Outcome::Sent).await;
    let visitor = By::new(domain::accounts::Actor::visitor(), "");
    let confirm = |token: &str| ConfirmMail { token: token.to_owned() };

    arrive(stage, &town).await;
    assert!(lease(stage, Channel::Mail).await.is_empty(), "not confirmed yet");
    let forged = format!("{}0", link.link);
    for wrong in ["", "1-2-3", forged.as_str()] {
        assert_eq!(code(store.run(&visitor, confirm(wrong)).await), "not_found", "{wrong}");
    }
    store.run(&visitor, confirm(&link.link)).await.expect("confirmed");
    store.run(&visitor, confirm(&link.link)).await.expect("a second tap changes nothing");

    arrive(stage, &town).await;
    let mails = lease(stage, Channel::Mail).await;
    assert!(!mails.is_empty());
    let other = mails[0].link.replace("-mail-", "-text-");
    assert_eq!(code(store.run(&visitor, StopByLink { token: other }).await), "not_found", "a link is of its channel");
    assert_eq!(store.stop_link(&mails[0].link).expect("a channel"), Channel::Mail);
    store.run(&visitor, StopByLink { token: mails[0].link.clone() }).await.expect("stopped");
    arrive(stage, &town).await;
    assert!(lease(stage, Channel::Mail).await.is_empty());
    store.run(&visitor, confirm(&link.link)).await.expect("opened again");
    arrive(stage, &town).await;
    assert!(lease(stage, Channel::Mail).await.is_empty(), "the old link does not undo the stop");

    store.mail_ask(&by(&town.family), "canary@example.org").await.expect("asked");
    let unread = lease(stage, Channel::Mail).await.remove(0).link;
    store.run(&by(&town.family), StopMessages).await.expect("stopped");
    assert_eq!(code(store.run(&visitor, confirm(&unread)).await), "not_found", "stopped before it was confirmed");

    store.mail_ask(&by(&town.family), "canary@example.org").await.expect("asked");
    let late = lease(stage, Channel::Mail).await.remove(0).link;
    stage.clock.advance(2 * DAY + 1);
    assert_eq!(code(store.run(&visitor, confirm(&late)).await), "not_found");
    store.run(&by(&town.family), ForgetMail).await.expect("forgotten");
    assert_eq!(store.own_messages(&by(&town.family)).await.expect("choices").mail, None);
    stage.is_clean().await;
});

on_both!(a_mistyped_address_that_is_refused_late_leaves_the_right_one_alone, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    choose(stage, &town.family, loud()).await;
    store.mail_ask(&by(&town.family), "wrong@example.org").await.expect("asked");
    let wrong = lease(stage, Channel::Mail).await.remove(0);
    stage.clock.advance(1);
    store.mail_ask(&by(&town.family), "right@example.org").await.expect("asked");
    settle(stage, &wrong, Outcome::Refused).await;
    let right = lease(stage, Channel::Mail).await.remove(0);
    assert!(right.to == Destination::Mail("right@example.org".into()));
    let visitor = By::new(domain::accounts::Actor::visitor(), "");
    store.run(&visitor, ConfirmMail { token: right.link.clone() }).await.expect("confirmed");
    let mail = store.own_messages(&by(&town.family)).await.expect("choices").mail.expect("an address");
    assert!(mail.confirmed && mail.address == "right@example.org");
});

on_both!(no_mailbox_is_filled_with_links, |stage| {
    let town = stage.town("甲").await;
    for _ in 0..5 {
        stage.store.mail_ask(&by(&town.family), "a@example.org").await.expect("asked");
    }
    assert_eq!(code(stage.store.mail_ask(&by(&town.family), "a@example.org").await), "too_many_tries");
    assert_eq!(lease(stage, Channel::Mail).await.len(), 1, "a new link replaces the one that waits");
});

on_both!(a_browser_that_refuses_or_signs_out_is_not_told_any_more, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let subscriptions = async || stage.number("select count(*) from push_subscription").await;
    subscribe(stage, &town.family).await;
    arrive(stage, &town).await;
    let pushes = lease(stage, Channel::Push).await;
    settle(stage, &pushes[0], Outcome::Refused).await;
    assert_eq!(subscriptions().await, 0, "the push service knows it no more");

    subscribe(stage, &town.family).await;
    stage.plant("update push_subscription set session = 77").await;
    let family = By::new(town.family.clone(), "").in_session(domain::accounts::sessions::SessionId(78));
    store.run(&family, store::accounts::session_list::EndOtherSessions).await.expect("ended");
    assert_eq!(subscriptions().await, 0, "its session was ended");

    subscribe(stage, &town.family).await;
    let phone = store.profile(&town.family).await.expect("a profile").phone;
    let token = store.sign_in(&phone, PASSWORD, "").await.expect("signed in").0;
    let session = store.session(&token).await.expect("an answer").expect("a session").id.0;
    stage.plant(&format!("update push_subscription set session = {session}")).await;
    store.sign_out(&token).await.expect("signed out");
    assert_eq!(subscriptions().await, 0, "its browser signed out");

    subscribe(stage, &town.family).await;
    let id = stage.number("select max(id) from push_subscription").await;
    let end = EndPush { subscription: SubscriptionId(id) };
    assert_eq!(code(store.run(&by(&town.donor), end).await), "not_found");
    arrive(stage, &town).await;
    store.run(&by(&town.family), StopMessages).await.expect("stopped");
    assert!(lease(stage, Channel::Push).await.is_empty());
    assert_eq!(subscriptions().await, 0);
});

on_both!(erasing_a_file_leaves_neither_messages_nor_ways_to_send_them, |stage| {
    use domain::casework::{EraseReason, Erasure};
    let town = stage.town("甲").await;
    let (household, family) = stage.family(&town.caseworker, town.home, "李家").await;
    subscribe(stage, &family).await;
    choose(stage, &family, MessageChoices { by_text: true, ..loud() }).await;
    stage.store.mail_ask(&by(&family), "canary@example.org").await.expect("asked");
    let erasure = Erasure { household, reason: EraseReason::Asked, typed: household.to_string() };
    let erase = store::casework::file::erase::EraseFile(erasure);
    stage.store.run(&by(&town.caseworker), erase).await.expect("erased");
    for table in ["message", "message_choice", "push_subscription"] {
        let left = format!("select count(*) from {table} where account = {}", family.account);
        assert_eq!(stage.number(&left).await, 0, "{table}");
    }
});

on_both!(texts_go_to_phones_that_are_known_to_be_their_accounts, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let donor = stage.newcomer(&town).await;
    choose(stage, &donor, MessageChoices { by_text: true, ..loud() }).await;
    let remind = async || {
        change_contact(stage, &donor).await;
        lease(stage, Channel::Text).await.len()
    };
    assert_eq!(remind().await, 0, "it was typed in, and may be a stranger's");
    assert!(!store.own_messages(&by(&donor)).await.expect("choices").phone_proved);
    stage.plant(&format!("update account set proof = 'code' where id = {}", donor.account)).await;
    assert_eq!(remind().await, 1);
    assert!(store.own_messages(&by(&donor)).await.expect("choices").phone_proved);
    // Staff vouch for a family's.
    assert!(store.own_messages(&by(&town.family)).await.expect("choices").phone_proved);
});

on_both!(a_computer_that_staff_left_without_signing_out_is_not_told_any_more, |stage| {
    let town = stage.town("甲").await;
    for who in [&town.shopkeeper, &town.family] {
        subscribe(stage, who).await;
    }
    let told = async || {
        let mut told = Vec::new();
        for who in [&town.shopkeeper, &town.family] {
            change_contact(stage, who).await;
            let pushes = lease(stage, Channel::Push).await;
            for push in &pushes {
                settle(stage, push, Outcome::Sent).await;
            }
            told.push((pushes.len(), stage.store.own_messages(&by(who)).await.expect("choices").devices.len()));
        }
        told
    };
    assert_eq!(told().await, [(1, 1), (1, 1)]);
    stage.clock.advance(12 * 3600 + 1);
    assert_eq!(told().await, [(0, 0), (1, 1)], "staff's working day is over; a family's phone is its own");
});
