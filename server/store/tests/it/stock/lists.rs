//! Lists of scanned goods that are not finished: kept, met by a second window, booked once.

use crate::support::{Town, by, code, on_both};
use domain::{
    DAY,
    ledger::{Condition, Origin},
    stock::{
        lists::{ListBody, ListKey, ListKind, ListRow, ListSubject},
        receipts::{Line, NewReceipt},
    },
};
use futures::future::join_all;
use store::{
    By,
    accounts::sign_in::waiting_forms::WaitingForm,
    stock::{
        lists::{DropList, KeepList, OfList},
        receiving::receipts::BeginReceipt,
    },
};

fn body(rows: &[(&str, i64)]) -> ListBody {
    let rows = rows.iter().map(|(code, count)| ListRow { code: (*code).into(), count: *count, fields: Vec::new() });
    ListBody { head: vec![("giver".into(), "canary-giver".into())], rows: rows.collect() }
}

fn key(text: &str) -> ListKey {
    format!("{text:0>16}").parse().expect("a key")
}

fn keep(town: &Town, name: &str, seen: i64, rows: &[(&str, i64)]) -> KeepList {
    let of = ListSubject::of(ListKind::Receiving);
    KeepList { key: key(name), of, location: town.shop, seen, body: body(rows) }
}

fn receipt(town: &Town) -> BeginReceipt {
    let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    let line = Line {
        item: wok,
        size: String::new(),
        quantity: 3,
        condition: Condition::New,
        expires: 0,
        cost: 0,
        code: String::new(),
    };
    BeginReceipt(NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: String::new(),
        named: false,
        note: String::new(),
        offer: 0,
        lines: vec![line],
    })
}

on_both!(a_list_is_kept_for_its_account_and_two_windows_lose_no_row, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let who = || By::new(town.shopkeeper.clone(), "");
    let first = store.run(&who(), keep(&town, "a", 0, &[("690", 2)])).await.expect("kept");
    assert_eq!((first.version, first.met), (1, false));
    let second = store.run(&who(), keep(&town, "a", 1, &[("691", 1), ("690", 2)])).await.expect("kept");
    assert_eq!((second.version, second.met), (2, false));
    // The same content again changes nothing, so that a request that is sent twice is the same one.
    let again = store.run(&who(), keep(&town, "a", 1, &[("691", 1), ("690", 2)])).await.expect("kept");
    assert_eq!((again.version, again.met), (2, false));
    let other = store.run(&who(), keep(&town, "a", 1, &[("692", 1), ("690", 3)])).await.expect("kept");
    assert_eq!((other.version, other.met), (3, true));
    let kept = store.kept_list(&town.shopkeeper, &key("a")).await.expect("read").expect("there");
    let rows: Vec<_> = kept.body.rows.iter().map(|row| (row.code.as_str(), row.count)).collect();
    assert_eq!(rows, [("692", 1), ("690", 3), ("691", 1)]);
    // A window that did not wait for the answer to its last call misses nothing of what was kept.
    let faster = store.run(&who(), keep(&town, "a", 2, &[("692", 1), ("690", 4), ("691", 1)])).await.expect("kept");
    assert_eq!((faster.version, faster.met), (4, false));

    assert!(!stage.dump().await.contains("canary-giver"), "what was typed is sealed");
    assert_eq!(code(store.run(&by(&town.donor), keep(&town, "b", 0, &[("690", 1)])).await), "not_allowed");
    let there = stage.town("乙").await;
    assert_eq!(store.kept_list(&there.shopkeeper, &key("a")).await.expect("read"), None);
    assert!(store.open_lists(&there.shopkeeper).await.expect("read").is_empty());
    store.run(&by(&there.shopkeeper), DropList(key("a"))).await.expect("nothing of its own");
    assert_eq!(store.open_lists(&town.shopkeeper).await.expect("read").len(), 1);

    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("the clocks");
    assert_eq!(stage.number("select count(*) from scan_list").await, 0, "untouched for a month");
});

on_both!(a_list_that_grows_beyond_its_limit_is_refused_and_stays_as_it_was, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let who = || By::new(town.shopkeeper.clone(), "");
    let codes: Vec<String> = (0..600).map(|n| format!("c{n}")).collect();
    let rows: Vec<(&str, i64)> = codes.iter().map(|code| (code.as_str(), 1)).collect();
    assert_eq!(code(store.run(&who(), keep(&town, "a", 0, &rows)).await), "list_full");
    let half = store.run(&who(), keep(&town, "a", 0, &rows[..300])).await.expect("kept");
    // Another window that did not see them has as many of its own.
    assert_eq!(code(store.run(&who(), keep(&town, "a", 0, &rows[300..])).await), "list_full");
    let kept = store.kept_list(&town.shopkeeper, &key("a")).await.expect("read").expect("there");
    assert_eq!((kept.version, kept.body.rows.len()), (half.version, 300));
});

on_both!(two_windows_with_one_list_book_it_once, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let at = store.run(&By::new(town.shopkeeper.clone(), ""), keep(&town, "a", 0, &[("690", 3), ("x", 1)])).await;
    let version = at.expect("kept").version;
    let book = |rest| OfList { list: key("a"), version, rest, step: receipt(&town) };
    let stale = OfList { version: version + 1, ..book(None) };
    assert_eq!(code(store.run(&by(&town.shopkeeper), stale).await), "changed_meanwhile");

    let rest = || Some((key("ar"), body(&[("x", 1)])));
    let (who, book, rest) = (&town.shopkeeper, &book, &rest);
    let tries = (0..8).map(|_| async move { store.run(&by(who), book(rest())).await });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "changed_meanwhile");
    }
    assert_eq!(stage.number("select count(*) from receipt").await, 1, "received once");
    let open = store.open_lists(&town.shopkeeper).await.expect("read");
    assert_eq!(open.iter().map(|list| (list.key.clone(), list.lines)).collect::<Vec<_>>(), [(key("ar"), 1)]);
    // An old window that still has the rows is told, and adds nothing.
    let late = store.run(&by(&town.shopkeeper), keep(&town, "a", version, &[("690", 3)])).await.expect("answered");
    assert!(late.done);
    stage.is_clean().await;
});

on_both!(an_account_has_a_limit_of_lists_and_emptied_ones_make_room, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let town = &town;
    let keep_one = |name: String, seen: i64, rows: &'static [(&'static str, i64)]| async move {
        store.run(&By::new(town.shopkeeper.clone(), ""), keep(town, &name, seen, rows)).await
    };
    let tries = (0..45).map(|n| keep_one(format!("l{n}"), 0, &[("690", 1)]));
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 40);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "file_full");
    }
    assert_eq!(code(keep_one("more".into(), 0, &[("690", 1)]).await), "file_full");
    let open = store.open_lists(&town.shopkeeper).await.expect("read");
    let key = open.first().expect("one of them").key.clone();
    let emptied = KeepList { key, ..keep(town, "x", 1, &[]) };
    store.run(&By::new(town.shopkeeper.clone(), ""), emptied).await.expect("kept");
    keep_one("more".into(), 0, &[("690", 1)]).await.expect("there is room again");
});

on_both!(a_form_of_an_ended_session_outlives_a_restart_and_is_given_back_once, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (account, until) = (town.shopkeeper.account, store.now() + 3600);
    let values = vec![("words".to_owned(), "canary-words".to_owned())];
    let form = WaitingForm { number: "n1".into(), page: "/p".into(), to: "/p".into(), values };
    store.form_keep(account, form.clone(), until).await.expect("kept");
    assert!(!stage.dump().await.contains("canary-words"), "sealed");
    assert_eq!(store.form_take(town.donor.account, "n1", "/p").await.expect("read"), None);
    assert_eq!(store.form_take(account, "n2", "/p").await.expect("read"), None);
    assert_eq!(store.form_take(account, "n1", "/q").await.expect("read"), None);
    assert_eq!(store.form_take(account, "n1", "/p").await.expect("read"), Some(form.clone()));
    assert_eq!(store.form_take(account, "n1", "/p").await.expect("read"), None, "once");
    store.form_keep(account, form, until).await.expect("kept");
    stage.clock.advance(3601);
    assert_eq!(store.form_take(account, "n1", "/p").await.expect("read"), None, "for an hour");
    store.run_clocks().await.expect("the clocks");
    assert_eq!(stage.number("select count(*) from form_waiting").await, 0);
});
