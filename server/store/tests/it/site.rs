//! What the installation says of itself: pages, the contact, agreements and numbers.

use domain::{
    accounts::{Actor, Registration, Role},
    site::{Agreement, LONGEST, PublicPage, SiteContact},
};
use futures::future::join_all;
use store::site::{
    contact::SetContact,
    pages::{EditPage, ResetPage},
};

use crate::support::{PASSWORD, Town, by, code, fields, on_both, phone};

const ZH: &str = "zh-CN";

fn edit(page: PublicPage, seen: i64, text: &str) -> EditPage {
    EditPage { page, lang: ZH.into(), seen, text: text.into() }
}

on_both!(only_administrators_of_the_installation_change_pages_and_contact, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let contact = || SetContact(SiteContact { name: "中心".into(), phone: "12345".into(), hours: String::new() });
    let reset = || ResetPage { page: PublicPage::About, lang: ZH.into(), seen: 0 };
    // The administrator of a root area included: the pages are those of all root areas.
    assert!(town.admin.has(Role::Admin));
    let Town { admin, coordinator, caseworker, shopkeeper, auditor, donor, family, .. } = &town;
    for who in [admin, coordinator, caseworker, shopkeeper, auditor, donor, family] {
        assert_eq!(code(store.run(&by(who), edit(PublicPage::About, 0, "我们")).await), "not_allowed");
        assert_eq!(code(store.run(&by(who), reset()).await), "not_allowed");
        assert_eq!(code(store.run(&by(who), contact()).await), "not_allowed");
        assert_eq!(code(store.public_texts(who).await), "not_allowed");
        assert_eq!(code(store.public_text_versions(who, PublicPage::About, ZH).await), "not_allowed");
        assert_eq!(code(store.public_text_version(who, PublicPage::About, ZH, 1).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&Actor::visitor()), edit(PublicPage::About, 0, "我们")).await), "sign_in_needed");
    assert_eq!(store.public_text(PublicPage::About, ZH).await.expect("a text").version, 0);
    assert_eq!(store.site_contact().await.expect("a contact"), SiteContact::default());

    let boss = stage.admin().await;
    store.run(&by(&boss), contact()).await.expect("set");
    assert_eq!(store.site_contact().await.expect("a contact").phone, "12345");
    let wrong = SetContact(SiteContact { name: "中心".into(), phone: "tel".into(), hours: String::new() });
    assert_eq!(fields(store.run(&by(&boss), wrong).await), [("contact_phone", "not_a_phone")]);
    store.run(&by(&boss), SetContact(SiteContact::default())).await.expect("removed");
    assert!(!store.site_contact().await.expect("a contact").is_given());
});

on_both!(every_version_of_a_page_is_kept_with_its_writer, |stage| {
    let (boss, store) = (stage.admin().await, &stage.store);
    let page = PublicPage::Terms;
    for (seen, text) in [(0, "第一版"), (1, "<b>第二版</b>")] {
        assert_eq!(store.run(&by(&boss), edit(page, seen, text)).await.expect("written"), seen + 1);
    }
    assert_eq!(fields(store.run(&by(&boss), edit(page, 1, "晚了")).await), [("text", "changed_meanwhile")]);
    assert_eq!(fields(store.run(&by(&boss), edit(page, 7, "早了")).await), [("text", "changed_meanwhile")]);
    assert_eq!(fields(store.run(&by(&boss), edit(page, 2, " ")).await), [("text", "required")]);
    let long = "字".repeat(LONGEST + 1);
    assert_eq!(fields(store.run(&by(&boss), edit(page, 2, &long)).await), [("text", "too_long")]);
    store.run(&by(&boss), edit(page, 2, &"字".repeat(LONGEST))).await.expect("as long as may be");

    let reset = |seen| ResetPage { page, lang: ZH.into(), seen };
    assert_eq!(store.run(&by(&boss), reset(3)).await.expect("reset"), 4);
    assert_eq!(store.public_text(page, ZH).await.expect("a text").body, "");
    assert_eq!(code(store.run(&by(&boss), reset(4)).await), "wrong_state", "it is the shipped text already");
    let versions = store.public_text_versions(&boss, page, ZH).await.expect("a list");
    let told: Vec<_> = versions.iter().map(|v| (v.version, v.shipped, v.who.as_str())).collect();
    assert_eq!(told, [(4, true, "总管"), (3, false, "总管"), (2, false, "总管"), (1, false, "总管")]);
    let second = store.public_text_version(&boss, page, ZH, 2).await.expect("kept");
    assert_eq!(second.body, "<b>第二版</b>", "as it was typed");
    assert_eq!(code(store.public_text_version(&boss, page, ZH, 9).await), "not_found");
    // Another language and another page have versions of their own.
    assert_eq!(store.public_text(page, "en").await.expect("a text").version, 0);
    assert_eq!(store.public_texts(&boss).await.expect("a list").len(), 1);
    let audit = "select action || ' ' || subject from audit where action like 'public_page%' order by id";
    let lines = stage.texts(audit).await;
    assert_eq!(lines.last().map(String::as_str), Some("public_page_reset page terms zh-CN"), "{lines:?}");
});

on_both!(of_several_who_write_at_once_one_is_kept, |stage| {
    let (boss, store) = (stage.admin().await, &stage.store);
    let texts: Vec<String> = (0..5).map(|n| format!("文字 {n}")).collect();
    let requests: Vec<_> = texts.iter().map(|text| (by(&boss), edit(PublicPage::Help, 0, text))).collect();
    let answers = join_all(requests.into_iter().map(|(by, edit)| async move { store.run(&by, edit).await })).await;
    let (kept, late): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(kept.len(), 1);
    for refused in late {
        assert_eq!(fields(refused), [("text", "changed_meanwhile")]);
    }
    assert_eq!(stage.number("select count(*) from public_page_text").await, 1);
});

on_both!(a_donor_registers_only_with_the_terms_that_apply, |stage| {
    let (town, boss, store) = (stage.town("甲").await, stage.admin().await, &stage.store);
    let new = |agreed: Option<Agreement>| Registration {
        phone: phone(),
        name: "李四".into(),
        password: PASSWORD.into(),
        invitation: String::new(),
        area: town.root,
        agreed,
    };
    let visitor = || by(&Actor::visitor());
    let accounts = "select count(*) from account";
    let before = stage.number(accounts).await;
    assert_eq!(fields(store.register(&visitor(), new(None), "").await), [("agreed", "required")]);
    store.run(&by(&boss), edit(PublicPage::Privacy, 0, "新的说明")).await.expect("written");
    let shipped = Agreement::shipped(ZH);
    let old = store.register(&visitor(), new(Some(shipped.clone())), "").await;
    assert_eq!(fields(old), [("agreed", "changed_meanwhile")]);
    let ahead = Agreement { privacy: 2, ..shipped.clone() };
    assert_eq!(fields(store.register(&visitor(), new(Some(ahead)), "").await), [("agreed", "changed_meanwhile")]);
    assert_eq!(stage.number(accounts).await, before, "no account without an agreement");

    let now = store.agreement_in_force(ZH).await.expect("versions");
    assert_eq!(now, Agreement { privacy: 1, ..shipped });
    let start = store.now();
    let (_, id) = store.register(&visitor(), new(Some(now)), "").await.expect("registered");
    let versions = "lang || ' ' || edition || ' ' || terms || ' ' || privacy";
    let kept = format!("select {versions} from agreement where account = {id}");
    assert_eq!(stage.texts(&kept).await, ["zh-CN 1 0 1"]);
    let at = stage.number(&format!("select agreed from agreement where account = {id}")).await;
    assert!((start..=store.now()).contains(&at), "{at}");
    // In another language the shipped texts still apply.
    let english = new(Some(Agreement::shipped("en")));
    store.register(&visitor(), english, "").await.expect("registered");
});

on_both!(numbers_are_counted_every_ten_minutes_and_hidden_below_five, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wish = stage.wish(&town, 6).await;
    store.run_clocks().await.expect("the clocks run");
    assert!(store.public_numbers().await.expect("numbers").is_empty());
    for _ in 0..5 {
        let donor = stage.donor(&town).await;
        let new = domain::claims::NewClaim { quantity: 1, due: 0 };
        store.run(&by(&donor), store::claims::lifecycle::TakeClaim { wish, new }).await.expect("a claim");
    }
    stage.plant("update claim set state = 'confirmed'").await;
    stage.plant("update wish set state = 'fulfilled'").await;
    stage.plant("update household set helped = 1").await;
    store.run_clocks().await.expect("the clocks run");
    assert!(store.public_numbers().await.expect("numbers").is_empty(), "counted a moment ago");
    stage.clock.advance(601);
    store.run_clocks().await.expect("the clocks run");
    let numbers = store.public_numbers().await.expect("numbers");
    let givers = stage.number("select count(distinct account) from claim where state = 'confirmed'").await;
    assert_eq!((numbers.givers, givers), (Some(5), 5), "as the database says");
    assert_eq!((numbers.wishes, numbers.families), (None, None), "one wish, one family");
    // Goods from a shelf make no giver.
    stage.plant("update claim set source = 'shelf' where id = (select min(id) from claim)").await;
    stage.clock.advance(601);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(store.public_numbers().await.expect("numbers").givers, None);
});
