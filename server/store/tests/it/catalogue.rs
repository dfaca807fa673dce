//! Own items, terms, barcodes, labels and pictures, and the pages and sums of the stock page.

use crate::support::{by, code, fields, on_both};
use domain::{
    Code,
    accounts::Actor,
    catalogue::{
        Category,
        items::{Label, NewItem, Terms},
    },
    ledger::{Condition, Origin},
};
use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use media::pictures::{Coding, Form};
use store::{
    catalogue::{
        barcodes::{AddBarcode, RemoveBarcode},
        items::{AddItemWithCode, ItemQuery, WriteItem},
        photos::RemoveItemPhoto,
    },
    ledger::views::StockQuery,
    stock::movements::ReceiveStock,
};

fn named(name: &str) -> NewItem {
    NewItem { name: name.into(), category: Category::Home, open: true, ..NewItem::default() }
}

on_both!(an_own_item_exists_only_in_its_root_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let keeper = &town.shopkeeper;
    let new = NewItem { sizes: vec!["大".into(), "小".into()], unit: "个".into(), ..named("暖手宝") };
    let id = store.run(&by(keeper), WriteItem::add(new.clone())).await.expect("added");
    assert!(id > 1000, "numbers up to 1000 are the catalogue's");
    let seen = store.item_file(keeper, id).await.expect("seen").item;
    assert_eq!((seen.name.as_str(), seen.unit.as_str(), seen.key.as_str()), ("暖手宝", "个", "cat-home"));

    // Names are unique within a root area and its catalogue; another root area may use the same one.
    assert_eq!(fields(store.run(&by(keeper), WriteItem::add(new.clone())).await), [("name", "name_taken")]);
    store.run(&by(&other.shopkeeper), WriteItem::add(new.clone())).await.expect("elsewhere");
    assert_eq!(fields(store.run(&by(keeper), WriteItem::add(named("书包"))).await), [("name", "name_taken")]);

    // Other root areas do not find it, and only shopkeepers change it.
    for (who, why) in
        [(&other.shopkeeper, "not_found"), (&town.donor, "not_allowed"), (&Actor::visitor(), "sign_in_needed")]
    {
        assert_eq!(code(store.item_file(who, id).await), why);
    }
    assert_eq!(code(store.run(&by(&other.shopkeeper), WriteItem::change(id, named("x"))).await), "not_found");
    assert_eq!(code(store.run(&by(&town.coordinator), WriteItem::change(id, named("x"))).await), "not_allowed");
    assert_eq!(
        code(store.run(&by(keeper), WriteItem::change(1, named("x"))).await),
        "not_allowed",
        "the catalogue is shared by all root areas"
    );

    store.run(&by(keeper), WriteItem::change(id, NewItem { open: false, ..named("暖手袋") })).await.expect("changed");
    let names = async |query: ItemQuery| -> Vec<String> {
        store.items(keeper, &query).await.expect("a list").items.into_iter().map(|item| item.name).collect()
    };
    let q = |q: &str| ItemQuery { q: q.into(), ..ItemQuery::default() };
    assert!(names(q("暖手袋")).await.is_empty(), "closed items are not listed");
    assert_eq!(names(ItemQuery { closed: true, ..q("暖手袋") }).await, ["暖手袋"]);
    // Catalogue items are found in traditional script and in English.
    assert_eq!(names(q("書包")).await, ["书包"]);
    assert_eq!(names(q("Rice Cook")).await, ["电饭煲"]);
    assert!(names(q("100%_")).await.is_empty());
});

on_both!(a_start_writes_the_catalogue_only_when_an_item_of_it_is_missing_or_differs, |stage| {
    // An item that the code no longer has.
    stage
        .plant(
            "insert into item (id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo,
                               open, version, find)
             values (900, 0, 'abacus', '算盘', 'Abacus', 'study', '个', '', false, false, 30, 0, true, 0, '算盘 abacus')",
        )
        .await;
    // The text that searches match is not compared: it shows whether the items were written.
    stage.plant("update item set find = 'planted' where id = 1").await;
    let planted = "select count(*) from item where find = 'planted'";
    stage.another().await.close().await;
    assert_eq!(stage.number(planted).await, 1);
    stage.plant("update item set unit = '捆' where id = 2").await;
    stage.another().await.close().await;
    assert_eq!(stage.number(planted).await, 0);
    assert_eq!(stage.number("select count(*) from item where root = 0 and unit = '捆'").await, 0);
});

on_both!(items_are_paged, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    for n in 0..10 {
        store.run(&by(&town.shopkeeper), WriteItem::add(named(&format!("小物{n}")))).await.expect("added");
    }
    let first = store.items(&town.shopkeeper, &ItemQuery::default()).await.expect("a page");
    assert_eq!(first.items.len(), 50);
    let cursor = first.next.expect("more");
    let rest = store.items(&town.shopkeeper, &ItemQuery { cursor, ..ItemQuery::default() }).await.expect("a page");
    assert_eq!((rest.items.len(), rest.next), (6, None));
    assert!(rest.items.iter().all(|item| item.id > cursor));
    let home = ItemQuery { category: Some(Category::Home), ..ItemQuery::default() };
    let home = store.items(&town.shopkeeper, &home).await.expect("a page").items;
    assert!(home.len() > 10 && home.iter().all(|item| item.category == Category::Home));
});

on_both!(terms_apply_only_in_their_root_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let terms = Terms { points: 30, minimum: 5, limit_units: 1, limit_days: 365 };
    store.run(&by(&town.shopkeeper), WriteItem::terms(1, terms)).await.expect("set");
    store.run(&by(&town.shopkeeper), WriteItem::terms(1, Terms { minimum: 6, ..terms })).await.expect("set again");
    assert_eq!(store.item_file(&town.caseworker, 1).await.expect("seen").item.terms, Terms { minimum: 6, ..terms });
    assert_eq!(store.item_file(&other.shopkeeper, 1).await.expect("seen").item.terms, Terms::default());
    let offered = ItemQuery { offered: true, ..ItemQuery::default() };
    assert_eq!(store.items(&town.shopkeeper, &offered).await.expect("a list").items.len(), 1);
    assert!(store.items(&other.shopkeeper, &offered).await.expect("a list").items.is_empty());

    let wrong = Terms { limit_days: 0, ..terms };
    assert_eq!(
        fields(store.run(&by(&town.shopkeeper), WriteItem::terms(1, wrong)).await),
        [("limit_days", "required")]
    );
    let wrong = Terms { points: -1, ..terms };
    assert_eq!(
        fields(store.run(&by(&town.shopkeeper), WriteItem::terms(1, wrong)).await),
        [("points", "out_of_range")]
    );
    for who in [&town.caseworker, &town.auditor, &town.admin, &town.family] {
        assert_eq!(code(store.run(&by(who), WriteItem::terms(1, terms)).await), "not_allowed");
    }
    // Item and terms are one transaction: invalid terms refuse both.
    let added =
        store.run(&by(&town.shopkeeper), WriteItem { item: 0, new: Some(named("毛线帽")), terms: Some(wrong) }).await;
    assert_eq!(fields(added), [("points", "out_of_range")]);
    let q = ItemQuery { q: "毛线帽".into(), ..ItemQuery::default() };
    assert!(store.items(&town.shopkeeper, &q).await.expect("a list").items.is_empty());
});

on_both!(a_barcode_names_one_item_and_size_per_root_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let keeper = &town.shopkeeper;
    let learn = async |who: &Actor, item: i64, code: &str, size: &str| {
        store.run(&by(who), AddBarcode { code: code.into(), item, size: size.into() }).await
    };
    learn(keeper, 1, "6901234567892", "学前").await.expect("learned");
    learn(keeper, 1, "６９０１２３４５６７８９２", "学前").await.expect("repeating it is no error");
    assert_eq!(code(learn(keeper, 1, "6901234567892", "4–6 年级").await), "barcode_taken");
    assert_eq!(code(learn(keeper, 2, "6901234567892", "").await), "barcode_taken");
    learn(&other.shopkeeper, 2, "6901234567892", "").await.expect("another root area has codes of its own");
    assert_eq!(fields(learn(keeper, 2, "6901234567893", "").await), [("barcode", "barcode_wrong")]);
    assert_eq!(fields(learn(keeper, 2, "item:3", "").await), [("barcode", "barcode_wrong")]);
    assert_eq!(fields(learn(keeper, 1, "YY-1", "XL").await), [("size", "unknown")]);
    assert_eq!(code(learn(&town.caseworker, 2, "YY-1", "").await), "not_allowed");

    let found = async |who: &Actor, code: &str| {
        store.item_by_code(who, code).await.expect("an answer").map(|f| (f.item.id, f.size, f.lot))
    };
    let one = |item, size: &str, lot| Some((item, size.to_owned(), lot));
    assert_eq!(found(keeper, " 6901234567892 ").await, one(1, "学前", 0));
    assert_eq!(found(&other.shopkeeper, "6901234567892").await, one(2, "", 0));
    assert_eq!(found(keeper, &Label::of(1, "1–3 年级")).await, one(1, "1–3 年级", 0));
    assert_eq!(found(keeper, "13").await, one(13, "", 0), "an item's number");
    for unknown in ["6900000000007", "item:9999", "lot:1", "99999", "", "书包"] {
        assert_eq!(found(keeper, unknown).await, None, "{unknown}");
    }
    for (who, why) in [(&town.donor, "not_allowed"), (&Actor::visitor(), "sign_in_needed")] {
        assert_eq!(code(store.item_by_code(who, "13").await), why);
    }

    let lot = stage_lot(store, keeper, town.shop, 1, "学前").await;
    assert_eq!(found(keeper, &format!("lot:{lot}")).await, one(1, "学前", lot));
    assert_eq!(found(&other.shopkeeper, &format!("lot:{lot}")).await, None);
    assert_eq!(code(store.lot_label(&other.shopkeeper, lot).await), "not_found");

    assert_eq!(code(store.run(&by(keeper), RemoveBarcode::new(2, "6901234567892".into())).await), "not_found");
    store.run(&by(keeper), RemoveBarcode::new(1, "6901234567892".into())).await.expect("forgotten");
    assert_eq!(found(keeper, "6901234567892").await, None);
    learn(keeper, 2, "6901234567892", "").await.expect("free again");

    // A new item and its barcode are one transaction.
    let both = store.run(&by(keeper), AddItemWithCode { item: named("洗洁精"), code: "6901234567892".into() }).await;
    assert_eq!(code(both), Code::BarcodeTaken.as_str());
    let q = ItemQuery { q: "洗洁精".into(), ..ItemQuery::default() };
    assert!(store.items(keeper, &q).await.expect("a list").items.is_empty());
});

async fn stage_lot(store: &store::Store, keeper: &Actor, location: i64, item: i64, size: &str) -> i64 {
    let receipt = ReceiveStock {
        location,
        item,
        size: size.into(),
        quantity: 3,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    store.run(&by(keeper), receipt).await.expect("received")
}

on_both!(goods_of_an_own_item_are_on_the_stock_page_and_keep_their_size, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let keeper = &town.shopkeeper;
    let sizes = |all: &[&str]| NewItem { sizes: all.iter().map(|s| (*s).into()).collect(), ..named("雨靴") };
    let id = store.run(&by(keeper), WriteItem::add(sizes(&["36", "38"]))).await.expect("added");
    stage_lot(store, keeper, town.shop, id, "36").await;
    stage_lot(store, keeper, town.shop, 1, "学前").await;
    store.run(&by(keeper), WriteItem::terms(id, Terms { minimum: 4, ..Terms::default() })).await.expect("set");

    let q = StockQuery { q: "雨".into(), ..StockQuery::default() };
    let page = store.stock_page(keeper, &q).await.expect("a page");
    let [line] = page.lines.as_slice() else { panic!("{page:?}") };
    assert_eq!((line.name.as_str(), line.size.as_str(), line.on_hand, line.short), ("雨靴", "36", 3, true));
    assert_eq!((page.of, page.on_hand), (1, 3));
    let all = store.stock_page(keeper, &StockQuery::default()).await.expect("a page");
    assert_eq!((all.of, all.on_hand, all.lines.iter().filter(|l| l.short).count()), (2, 6, 1));
    stage_lot(store, keeper, town.shop, id, "38").await;
    assert!(store.stock_page(keeper, &q).await.expect("a page").lines.iter().all(|line| !line.short));
    let elsewhere = store.stock_page(&other.shopkeeper, &StockQuery::default()).await.expect("a page");
    assert_eq!(elsewhere, store::stock::on_hand::StockPage::default());

    assert_eq!(fields(store.run(&by(keeper), WriteItem::change(id, sizes(&["38"]))).await), [("sizes", "size_in_use")]);
    store.run(&by(keeper), WriteItem::change(id, sizes(&["36", "38", "40"]))).await.expect("one more size");
    let lots = store.lots(keeper, id, town.shop).await.expect("lots");
    assert!(lots.len() == 2 && lots.iter().all(|lot| lot.name == "雨靴"));
});

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&[200; 8 * 8 * 3], 8, 8, ExtendedColorType::Rgb8).expect("a picture");
    bytes
}

on_both!(an_own_item_has_one_picture, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let keeper = &town.shopkeeper;
    let id = store.run(&by(keeper), WriteItem::add(named("台历"))).await.expect("added");
    let first = store.item_photo_add(&by(keeper), id, png()).await.expect("a picture");
    let second = store.item_photo_add(&by(keeper), id, png()).await.expect("another");
    assert_eq!(store.item_file(keeper, id).await.expect("seen").item.photo, second);
    assert_eq!(code(store.item_photo(first).await), "not_found");
    let shown = store.item_photo(second).await.expect("a picture");
    assert!(shown.jpeg().starts_with(&[0xff, 0xd8]));
    let small = shown.in_form(Form::fitting(Coding::Webp, 320));
    assert_eq!(image::load_from_memory_with_format(small, image::ImageFormat::WebP).expect("it decodes").width(), 8);
    assert_eq!(code(store.item_photo_add(&by(&other.shopkeeper), id, png()).await), "not_found");
    assert_eq!(code(store.item_photo_add(&by(keeper), 1, png()).await), "not_allowed");
    assert_eq!(fields(store.item_photo_add(&by(keeper), id, b"x".to_vec()).await), [("photo", "not_a_picture")]);
    store.run(&by(keeper), RemoveItemPhoto(id)).await.expect("removed");
    assert_eq!(code(store.item_photo(second).await), "not_found");
    assert_eq!(code(store.item_photo(0).await), "not_found");
});

on_both!(stock_pages_carry_the_sums_of_all_lines, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let receipts: Vec<(i64, &str)> = vec![(13, ""), (2, ""), (4, ""), (5, "")];
    for (item, size) in receipts {
        stage_lot(store, &town.shopkeeper, town.shop, item, size).await;
        stage_lot(store, &town.shopkeeper, town.shop, item, size).await;
    }
    let two = |from| StockQuery { from, ..StockQuery::default() };
    let first = store.stock_lines(&town.auditor, &two(0), 3).await.expect("a page");
    let rest = store.stock_lines(&town.auditor, &two(3), 3).await.expect("a page");
    assert_eq!((first.lines.len(), first.of, first.on_hand), (3, 4, 24));
    assert_eq!((rest.lines.len(), rest.of, rest.on_hand), (1, 4, 24));
    let all: Vec<i64> = first.lines.iter().chain(&rest.lines).map(|line| line.item).collect();
    assert_eq!(all, [2, 4, 5, 13]);
    let beyond = store.stock_lines(&town.auditor, &two(9), 3).await.expect("a page");
    assert!(beyond.lines.is_empty());
    assert_eq!(code(store.stock_page(&town.donor, &two(0)).await), "not_allowed");
    let kitchen = StockQuery { category: Some(Category::Kitchen), ..StockQuery::default() };
    assert!(
        store
            .stock_page(&town.auditor, &kitchen)
            .await
            .expect("a page")
            .lines
            .iter()
            .all(|l| l.category == Category::Kitchen)
    );
});
