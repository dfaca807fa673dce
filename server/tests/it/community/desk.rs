//! The service desk through the router: a family books, moves and asks; staff answer, and each figure opens its rows.

use serde_json::json;

use crate::support::{TestApp, on_both};

async fn service(app: &TestApp) -> i64 {
    let new = json!({"organisation": app.world.id("organisation"), "name": "法律咨询", "class": "hours24"});
    app.person("coordinator").post("/api/v1/services", new).await;
    let all = app.caseworker().get("/api/v1/services").await.expect(200);
    let found = all.as_array().expect("services").iter().find(|one| one["name"] == "法律咨询").expect("the service");
    found["id"].as_i64().expect("a number")
}

async fn open(app: &TestApp, service: i64, hours: i64) -> i64 {
    let starts = app.store.now() + hours * 3600;
    let new = json!({
        "area": app.world.id("community"), "service": service, "kind": "place", "place": "便民大厅",
        "starts": starts, "ends": starts + 3600, "places": 1,
    });
    app.person("coordinator").post("/api/v1/slots", new).await.expect(201)["slot"].as_i64().expect("a number")
}

on_both! {
    async fn a_family_books_moves_and_comes_and_the_figure_opens_its_row(app) {
        let (family, keeper) = (app.person("family"), app.caseworker());
        let service = service(&app).await;
        let (first, second) = (open(&app, service, 30).await, open(&app, service, 40).await);
        let number = first.to_string();
        let chosen = [("slot", number.as_str())];
        assert_eq!(family.post_form("/home/appointments", &chosen).await.status, 303);
        let full = app.person("family2").post_form("/home/appointments", &chosen).await;
        assert_eq!(full.status, 409, "{}", full.text);
        let id = app.world.id("family");
        let all = family.get(&format!("/api/v1/households/{id}/appointments")).await.expect(200);
        let appointment = all[0]["id"].as_i64().expect("a number");
        let to = second.to_string();
        let moved = family.post_form(&format!("/home/appointments/{appointment}/move"), &[("slot", &to)]).await;
        assert_eq!(moved.status, 303, "{}", moved.text);
        assert_eq!(app.person("family2").post_form("/home/appointments", &chosen).await.status, 303, "free again");
        app.pass(20 * 3600).await;
        assert!(family.told().await.contains(&"/home/appointments".to_owned()), "reminded");
        app.pass(20 * 3600 + 60).await;
        let page = format!("/desk/slots/{second}");
        let all = keeper.get(&format!("/api/v1/slots/{second}")).await.expect(200);
        let appointment = all["appointments"][0]["id"].to_string();
        let said = [("appointment", appointment.as_str()), ("mark", "came")];
        assert_eq!(keeper.post_form(&format!("{page}/mark"), &said).await.status, 303);
        let figures = keeper.get("/desk/service-figures").await.text;
        let rows = format!("/desk/appointments?service={service}&amp;state=came");
        assert!(figures.contains(&rows), "{figures}");
        let rows = keeper.get(&format!("/api/v1/appointments?service={service}&state=came")).await.expect(200);
        assert_eq!(rows["items"].as_array().expect("rows").len(), 1);
        app.assert_consistent().await;
    }

    async fn a_caseworker_books_a_time_for_one_person_of_a_household(app) {
        let (keeper, home) = (app.caseworker(), app.world.id("family"));
        let slot = open(&app, service(&app).await, 30).await.to_string();
        let page = format!("/desk/households/{home}/appointments");
        let file = keeper.get(&format!("/api/v1/households/{home}")).await.expect(200);
        let person = file["members"][0]["id"].to_string();
        let form = keeper.get(&page).await.text;
        assert!(form.contains("name=\"person\"") && form.contains(&format!("value=\"{person}\"")), "{form}");
        let strange = [("slot", slot.as_str()), ("person", "999999")];
        assert_eq!(keeper.post_form(&page, &strange).await.status, 422);
        let chosen = [("slot", slot.as_str()), ("person", person.as_str())];
        assert_eq!(keeper.post_form(&page, &chosen).await.status, 303);
        let all = app.person("family").get(&format!("/api/v1/households/{home}/appointments")).await.expect(200);
        assert_eq!((all[0]["person"].to_string(), all[0]["people"].as_i64()), (person, Some(1)));
    }

    async fn a_question_is_answered_in_time_and_the_asker_says_whether_it_helped(app) {
        let (family, keeper) = (app.person("family"), app.caseworker());
        let empty = family.post_form("/questions", &[("class", "hours2"), ("words", "问")]).await;
        assert_eq!(empty.status, 422);
        let asked = family.post_form("/questions", &[("class", "hours2"), ("words", "医保怎么报销")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        let page = asked.header("location").to_owned();
        assert_eq!(app.person("family2").get(&page).await.status, 404);
        app.pass(3 * 3600).await;
        let late = keeper.get("/desk/questions").await.text;
        assert!(late.contains("医保怎么报销"), "{late}");
        let answer = [("words", "先到社区卫生站建档")];
        assert_eq!(keeper.post_form(&format!("{page}/answer"), &answer).await.status, 303);
        assert!(family.told().await.contains(&page), "told of the answer");
        assert!(family.get(&page).await.text.contains("先到社区卫生站建档"));
        assert_eq!(family.post_form(&format!("{page}/verdict"), &[("verdict", "helped")]).await.status, 303);
        assert_eq!(family.post_form(&format!("{page}/verdict"), &[("verdict", "helped")]).await.status, 409);
        let listed = app.person("coordinator").get("/api/v1/questions?answered=true&late=true&helped=true").await;
        assert_eq!(listed.expect(200)["items"].as_array().expect("rows").len(), 1);
        app.assert_consistent().await;
    }
}
