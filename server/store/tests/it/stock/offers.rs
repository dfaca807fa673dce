//! Offers: the shop accepts with a day and a place, or declines with a reason.

use store::{
    catalogue::items::WriteItem,
    stock::receiving::{
        offers::{AcceptOffer, DeclineOffer, WithdrawOffer},
        receipts::AddReceipt,
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    ledger::{Condition, Origin},
    notifications::NoticeKind,
    stock::{
        offers::{Acceptance, DeclineReason, MOST_OPEN, NewOffer, OfferState, Refusal},
        receipts::{Line, NewReceipt},
    },
};

fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

fn offer() -> NewOffer {
    NewOffer {
        item: wok(),
        size: String::new(),
        thing: String::new(),
        quantity: 2,
        condition: Condition::Used,
        words: "锅底有点黑".into(),
        named: true,
    }
}

fn day(stage: &Stage, town: &Town) -> Acceptance {
    Acceptance { location: town.shop, day: stage.store.now() + 2 * DAY, words: "下午人少".into() }
}

fn no(reason: DeclineReason, words: &str) -> Refusal {
    Refusal { reason, words: words.into() }
}

async fn told(stage: &Stage, actor: &Actor) -> Vec<(NoticeKind, i64, String)> {
    let notices = stage.store.notices(actor, 0).await.expect("notices").items;
    notices.into_iter().map(|n| (n.kind, n.subject, n.text)).collect()
}

/// A PNG of 1 × 1 pixel.
fn picture() -> Vec<u8> {
    vec![
        137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21,
        196, 137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 218, 99, 252, 207, 192, 80, 15, 0, 4, 133, 1, 128, 132, 169, 140,
        33, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
    ]
}

on_both!(an_offer_is_accepted_brought_and_receipted, |stage| {
    let (town, store) = (stage.town("江城").await, &stage.store);
    let id = store.offer_post(&by(&town.donor), offer(), vec![picture()]).await.expect("offered");
    let queue = store.offers(&town.shopkeeper, false, 0).await.expect("a queue").items;
    assert_eq!((queue.len(), queue[0].0.id, queue[0].0.donor.as_str()), (1, id, town.donor.name.as_str()));
    assert_eq!(store.offers_waiting(&town.shopkeeper).await.expect("a number"), 1);
    assert_eq!(store.today(&town.shopkeeper).await.expect("today").n(domain::today::Work::Offers), 1);

    let line = Line {
        item: wok(),
        size: String::new(),
        quantity: 2,
        condition: Condition::Used,
        expires: 0,
        cost: 0,
        code: String::new(),
    };
    let receipt = NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: String::new(),
        named: false,
        note: String::new(),
        offer: id,
        lines: vec![line],
    };
    let early = store.run(&by(&town.shopkeeper), AddReceipt(receipt.clone())).await;
    assert_eq!(code(early), "wrong_state", "only accepted offers are received");
    assert_eq!(stage.number("select count(*) from receipt").await, 0);

    store.run(&by(&town.shopkeeper), AcceptOffer { offer: id, when: day(stage, &town) }).await.expect("accepted");
    let seen = store.my_offer(&town.donor, id).await.expect("the donor's own");
    assert_eq!((seen.state, seen.location, seen.answer.as_str()), (OfferState::Accepted, town.shop, "下午人少"));
    assert_eq!(seen.address, "和平路 1 号");

    let receipt_id = store.run(&by(&town.shopkeeper), AddReceipt(receipt.clone())).await.expect("received");
    let again = store.run(&by(&town.shopkeeper), AddReceipt(receipt)).await;
    assert_eq!(code(again), "wrong_state", "an offer is received once");
    let mine = store.my_receipt(&town.donor, receipt_id).await.expect("the donor's receipt");
    assert_eq!((mine.giver.as_str(), mine.named, mine.units), (town.donor.name.as_str(), true, 2));
    assert_eq!(store.my_offer(&town.donor, id).await.expect("read").receipt, receipt_id);
    assert_eq!(
        told(stage, &town.donor).await,
        [
            (NoticeKind::OfferReceived, receipt_id, String::new()),
            (NoticeKind::OfferAccepted, id, "下午人少".to_owned())
        ]
    );
    assert_eq!(code(store.run(&by(&town.donor), WithdrawOffer(id)).await), "wrong_state");
    assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());

    stage.plant(&format!("update offer set receipt = 0 where id = {id}")).await;
    assert_eq!(store.check().await.expect("a check").len(), 1);
});

on_both!(declining_an_offer_needs_a_reason, |stage| {
    let (town, store) = (stage.town("江城").await, &stage.store);
    let id = store.offer_post(&by(&town.donor), offer(), Vec::new()).await.expect("offered");
    let wordless =
        store.run(&by(&town.shopkeeper), DeclineOffer { offer: id, why: no(DeclineReason::Other, "") }).await;
    assert_eq!(fields(wordless), [("words", "required")]);
    store
        .run(&by(&town.shopkeeper), DeclineOffer { offer: id, why: no(DeclineReason::Plenty, "谢谢") })
        .await
        .expect("declined");
    let seen = store.my_offer(&town.donor, id).await.expect("read");
    assert_eq!(
        (seen.state, seen.reason, seen.answer.as_str()),
        (OfferState::Declined, Some(DeclineReason::Plenty), "谢谢")
    );
    assert_eq!(told(stage, &town.donor).await, [(NoticeKind::OfferDeclined, id, "plenty\n谢谢".to_owned())]);
    assert_eq!(
        code(store.run(&by(&town.shopkeeper), AcceptOffer { offer: id, when: day(stage, &town) }).await),
        "wrong_state"
    );
    let over = store.offers(&town.auditor, true, 0).await.expect("what is over").items;
    assert_eq!(over.len(), 1);
});

on_both!(an_offer_is_hidden_from_other_donors_and_areas, |stage| {
    let (town, other, store) = (stage.town("江城").await, stage.town("海城").await, &stage.store);
    let stranger = stage.donor(&town).await;
    let id = store.offer_post(&by(&town.donor), offer(), vec![picture()]).await.expect("offered");
    let photo = store.offer(&town.shopkeeper, id).await.expect("the shop reads").photos[0];
    for actor in [&stranger, &town.family, &other.shopkeeper, &other.donor, &town.admin] {
        assert_eq!(code(store.offer(actor, id).await), "not_found");
        assert_eq!(code(store.my_offer(actor, id).await), "not_found");
        assert_eq!(code(store.offer_photo(actor, photo).await), "not_found");
    }
    assert!(store.offer_photo(&town.donor, photo).await.is_ok());
    assert_eq!(code(store.my_offer(&town.shopkeeper, id).await), "not_found");
    assert_eq!(code(store.run(&by(&stranger), WithdrawOffer(id)).await), "not_found");
    assert_eq!(
        code(store.run(&by(&other.shopkeeper), AcceptOffer { offer: id, when: day(stage, &other) }).await),
        "not_found"
    );
    assert_eq!(
        code(store.run(&by(&town.shopkeeper), AcceptOffer { offer: id, when: day(stage, &other) }).await),
        "not_found"
    );
    assert_eq!(
        code(store.run(&by(&other.shopkeeper), DeclineOffer { offer: id, why: no(DeclineReason::Plenty, "") }).await),
        "not_found"
    );
    assert_eq!(
        code(store.run(&by(&town.auditor), DeclineOffer { offer: id, why: no(DeclineReason::Plenty, "") }).await),
        "not_allowed"
    );
    assert_eq!(code(store.offer_post(&by(&town.family), offer(), Vec::new()).await), "not_allowed");
    assert!(store.offers(&other.shopkeeper, false, 0).await.expect("a queue").items.is_empty());
    assert_eq!(store.offer(&town.donor, id).await.expect("read").state, OfferState::Offered);
});

on_both!(invalid_offers_are_refused_by_field, |stage| {
    let (town, store) = (stage.town("江城").await, &stage.store);
    let post = async |offer: NewOffer| store.offer_post(&by(&town.donor), offer, Vec::new()).await;
    assert_eq!(fields(post(NewOffer { item: 999, ..offer() }).await), [("item", "unknown")]);
    assert_eq!(fields(post(NewOffer { size: "XL".into(), ..offer() }).await), [("size", "unknown")]);
    assert_eq!(fields(post(NewOffer { item: 0, ..offer() }).await), [("thing", "required")]);
    let bytes = store.offer_post(&by(&town.donor), offer(), vec![b"<svg/>".to_vec()]).await;
    assert_eq!(fields(bytes), [("photo", "not_a_picture")]);
    let four = store.offer_post(&by(&town.donor), offer(), vec![picture(); 4]).await;
    assert_eq!(fields(four), [("photo", "out_of_range")]);
    let late = Acceptance { day: store.now() - 3 * DAY, ..day(stage, &town) };
    let id = post(NewOffer { item: 0, thing: "旧书桌".into(), ..offer() }).await.expect("offered");
    assert_eq!(
        fields(store.run(&by(&town.shopkeeper), AcceptOffer { offer: id, when: late }).await),
        [("day", "out_of_range")]
    );
    assert_eq!(store.offer(&town.donor, id).await.expect("read").name, "旧书桌");
    for _ in 1..MOST_OPEN {
        post(offer()).await.expect("offered");
    }
    assert_eq!(code(post(offer()).await), "offer_limit");
    store.run(&by(&town.donor), WithdrawOffer(id)).await.expect("withdrawn");
    post(offer()).await.expect("room again");
});

on_both!(need_counts_open_wishes_and_the_minimum, |stage| {
    let (town, store) = (stage.town("江城").await, &stage.store);
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    stage.wish(&town, 3).await;
    let need = store.need(&town.donor, lamp).await.expect("a need");
    assert_eq!((need.have, need.wished, need.wanted()), (0, 3, 3));
    let terms = domain::catalogue::items::Terms { minimum: 4, ..domain::catalogue::items::Terms::default() };
    store.run(&by(&town.shopkeeper), WriteItem::terms(lamp, terms)).await.expect("terms");
    assert_eq!(store.need(&town.donor, lamp).await.expect("a need").wanted(), 7);
});
