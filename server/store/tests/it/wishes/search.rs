//! Searching the feed.

use crate::support::on_both;
use domain::wishes::Filter;

on_both!(every_term_of_a_long_search_must_match, |stage| {
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 1).await;
    let found = async |q: &str| {
        let filter = Filter { q: q.into(), ..Filter::default() };
        let page = stage.store.feed(&town.donor, &filter).await.expect("a page");
        page.items.iter().map(|wish| wish.id).collect::<Vec<_>>()
    };
    // Terms are compared in their order; 龙 comes last.
    for q in ["台灯", "desk lamp 台灯", "desk lamp 台 灯 台灯"] {
        assert_eq!(found(q).await, [wish], "{q}");
    }
    for q in ["龙", "desk 龙", "desk lamp 台 台灯 龙", "desk lamp 台 灯 台灯 龙"] {
        assert!(found(q).await.is_empty(), "{q}");
    }
});
