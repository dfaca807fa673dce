//! A donor's way through the pages: from the feed to the shop's door, and back to the same place.

use app::i18n::day_end;
use axum::{body::Body, http::Request};
use domain::time::Day;

use crate::support::{Client, TestApp, on_both};

/// Sets the hours of the shop: open on Wednesdays only.
async fn open_on_wednesdays(app: &TestApp) {
    let path = format!("/admin/locations/{}/opening", app.world.id("shop"));
    let form = [("shop_phone", "0571-8888"), ("recipient", "王店长"), ("opens_3", "09:00"), ("closes_3", "17:00")];
    assert_eq!(app.person("area_admin").post_form(&path, &form).await.status, 303);
}

/// Returns the values of the days that a form offers.
fn days(page: &str) -> Vec<String> {
    let fields = page.split("name=\"due\" value=\"").skip(1);
    fields.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

async fn get_from(client: &Client, path: &str, from: &str) -> String {
    let request = Request::get(path).header("host", "wb.example").header("referer", format!("http://wb.example{from}"));
    client.send(request.body(Body::empty()).expect("a request")).await.text
}

on_both! {
    async fn the_claim_page_has_all_that_its_donor_needs(app) {
        open_on_wednesdays(&app).await;
        let (wish, claim) = app.claimed_wish().await;
        let page = app.donor().get(&format!("/claims/{claim}")).await.text;
        let to_wish = format!("/wishes/{wish}\"");
        for part in ["上学用", "tel:05718888", "uri.amap.com/search", "王店长", to_wish.as_str(), "calendar.ics"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let entry = app.donor().get(&format!("/claims/{claim}/calendar.ics")).await;
        assert!(entry.header("content-type").starts_with("text/calendar"), "{}", entry.text);
        assert!(entry.text.starts_with("BEGIN:VCALENDAR\r\n") && entry.text.contains("DTSTART;VALUE=DATE:"), "{}", entry.text);
        assert_eq!(app.person("donor2").get(&format!("/claims/{claim}/calendar.ics")).await.status, 404);
        // What a withdrawn wish said is no longer shown, and nothing is left to remember.
        app.donor().post_form(&format!("/claims/{claim}/cancel"), &[("reason", "买不到")]).await;
        assert_eq!(app.donor().get(&format!("/claims/{claim}/calendar.ics")).await.status, 404);
        let withdrawn = app.family().post_form(&format!("/home/wishes/{wish}/withdraw"), &[("reason", "")]).await;
        assert_eq!(withdrawn.status, 303, "{}", withdrawn.text);
        let page = app.donor().get(&format!("/claims/{claim}")).await.text;
        assert!(!page.contains("上学用"), "{page}");
    }

    async fn closed_days_are_not_offered(app) {
        let wish = app.published_wish(1).await;
        let path = format!("/wishes/{wish}/claim");
        assert_eq!(days(&app.donor().get(&path).await.text).len(), 7, "hours are not known");
        open_on_wednesdays(&app).await;
        let offered = days(&app.donor().get(&path).await.text);
        let weekdays: Vec<_> = offered.iter().filter_map(|day| day_end(day)).map(|end| Day::of(end).weekday()).collect();
        assert_eq!(weekdays, [2], "one Wednesday within a week: {offered:?}");
    }

    async fn a_wish_says_where_to_bring_it_and_finds_the_readers_own_claim(app) {
        open_on_wednesdays(&app).await;
        let (wish, claim) = app.claimed_wish().await;
        let open = app.published_wish(1).await;
        let page = app.visitor().get(&format!("/wishes/{open}")).await.text;
        assert!(page.contains("tel:05718888"), "{page}");
        let path = format!("/wishes/{wish}");
        assert!(app.donor().get(&path).await.text.contains(&format!("href=\"/claims/{claim}\"")));
        assert!(!app.person("donor2").get(&path).await.text.contains("/claims/"));
    }

    async fn pages_with_ones_own_codes_may_be_kept_for_reading_without_a_network(app) {
        let (wish, claim) = app.arrived_claim().await;
        let claims = format!("/claims/{claim}");
        for (who, path) in [
            ("family", "/home".to_owned()),
            ("family", format!("/home/wishes/{wish}")),
            ("donor", "/claims".to_owned()),
            ("donor", claims),
        ] {
            let person = app.person(who);
            let asked = Request::get(&path).header("host", "localhost").header("x-keep", "ahead");
            let page = person.send(asked.body(Body::empty()).expect("a request")).await;
            let owner = person.actor.account.to_string();
            assert_eq!((page.status.as_u16(), page.header("keep-for")), (200, owner.as_str()), "{path}");
            assert!(page.text.contains("data-kept-at"), "{path}");
        }
    }

    async fn the_way_back_keeps_filters_and_place(app) {
        let wish = app.published_wish(1).await;
        let path = format!("/wishes/{wish}");
        let back = |page: &str| {
            let (before, _) = page.split_once(" data-back").expect("an arrow");
            before.rsplit("href=\"").next().expect("an address").split('"').next().expect("its end").to_owned()
        };
        let visitor = app.visitor();
        for (from, to) in [
            ("/?category=study&shown=40", format!("/?category=study&amp;shown=40#wish-{wish}")),
            ("/saved", format!("/saved#wish-{wish}")),
            ("/claims", "/claims".to_owned()),
            ("/claims/7", "/claims/7".to_owned()),
            ("/me/password", "/".to_owned()),
        ] {
            assert_eq!(back(&get_from(&visitor, &path, from).await), to, "{from}");
        }
        let elsewhere = Request::get(&path).header("host", "wb.example").header("referer", "https://evil.example/?a");
        let page = visitor.send(elsewhere.body(Body::empty()).expect("a request")).await.text;
        assert_eq!(back(&page), "/");
    }

    async fn a_longer_list_is_the_same_page_with_more_wishes(app) {
        for _ in 0..25 {
            app.published_wish(1).await;
        }
        let visitor = app.visitor();
        let cards = |page: &str| page.matches("class=\"wish-card").count();
        let first = visitor.get("/?order=waiting").await.text;
        assert!(first.contains("shown=40#wish-"), "{first}");
        let second = visitor.get("/?order=waiting&shown=40").await.text;
        assert_eq!((cards(&first), cards(&second), second.contains("rel=\"next\"")), (20, 25, false), "{second}");
        for odd in ["/?shown=-5", "/?shown=999999999", "/?order=nothing", "/?order=near", "/?cursor=-3&order=cost"] {
            assert_eq!(visitor.get(odd).await.status, 200, "{odd}");
        }
    }
}
