//! The public list of wanted goods names no family; the full board is for shops.

use crate::support::on_both;

on_both! {
    async fn the_public_list_shows_wanted_items_and_no_family(app) {
        app.published_wish(3).await;
        let page = app.visitor().get("/wanted").await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        // Each item links to its open wishes.
        assert!(page.text.contains("href=\"/?item="), "{}", page.text);
        let told = app.visitor().get("/api/v1/wanted").await;
        assert!(told.text.contains("\"short\":3"), "{}", told.text);
        for secret in ["household", "phone", "own_words", "alias", "code\""] {
            assert!(!told.text.contains(secret), "{secret}: {}", told.text);
        }
        assert_eq!(app.visitor().get("/wanted?area=999999").await.status.as_u16(), 404);
    }

    async fn the_boards_numbers_link_to_their_wishes(app) {
        app.published_wish(3).await;
        let board = app.shopkeeper().get("/shop/board").await;
        assert_eq!(board.status.as_u16(), 200, "{}", board.text);
        let (_, link) = board.text.split_once("href=\"/?item=").expect("a way to the wishes");
        let (link, _) = link.split_once('"').expect("an address");
        let wishes = app.shopkeeper().get(&format!("/?item={}", link.replace("&amp;", "&"))).await;
        assert_eq!(wishes.text.matches("class=\"wish-card").count(), 1, "{}", wishes.text);
        let other = app.shopkeeper().get("/?item=46").await;
        assert_eq!(other.text.matches("class=\"wish-card").count(), 0, "{}", other.text);
    }
}
