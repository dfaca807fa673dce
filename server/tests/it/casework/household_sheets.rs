//! Household imports on the pages: thousands of rows, repeats, and rows that resemble a known family.

use domain::imports::Fate;
use rust_xlsxwriter::Workbook;

use crate::{
    shop::sheets::send,
    support::{TestApp, database::Kind, on_both},
};

/// Number of households and people in the demo's town.
const TOWN: (usize, usize) = (3_874, 11_758);
/// Enough for several runs.
const VILLAGE: (usize, usize) = (600, 1_821);

/// Builds a list with a row for each person, and the family's cells only in its first row.
fn list(households: usize, people: usize) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "临溪区家庭花名册").expect("written");
    for (column, head) in
        (0..).zip(["户主", "联系电话", "家庭住址", "家庭成员姓名", "与户主关系", "身份证号码", "性别"])
    {
        sheet.write_string(2, column, head).expect("written");
    }
    let mut at = 3;
    for n in 0..households {
        let size = people / households + usize::from(n < people % households);
        let name = format!("{}{}{}", ["马", "王", "李", "古丽"][n % 4], ["秀", "建", "文"][n % 3], n / 12);
        for person in 0..size {
            let mut put = |column, text: &str| {
                sheet.write_string(at, column, text).expect("written");
            };
            if person == 0 {
                put(0, &name);
                put(1, &format!("139{n:08}"));
                put(2, &format!("柳林路 {n} 号"));
            }
            put(3, &if person == 0 { name.clone() } else { format!("{name}家{person}") });
            put(4, if person == 0 { "户主" } else { "子" });
            put(5, &format!("65010219{:02}0101{:04}", 50 + (n + person) % 50, n % 10_000));
            put(6, "");
            at += 1;
        }
    }
    assert_eq!(usize::try_from(at).expect("a number") - 3, people);
    book.save_to_buffer().expect("a workbook")
}

async fn bring(app: &TestApp, name: &str, file: &[u8]) -> i64 {
    let area = app.world.id("community").to_string();
    let reply = send(&app.caseworker(), "/desk/households/import", &[("area", &area)], name, file).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    reply.header("location").rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number")
}

async fn apply(app: &TestApp, id: i64) {
    for _ in 0..50 {
        let reply = app.caseworker().post_form(&format!("/desk/households/import/{id}/apply"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.text);
        if app.store.household_import_plan(&app.caseworker().actor, id).await.expect("a plan").to_do() == 0 {
            return;
        }
    }
    panic!("it never ends");
}

async fn households(app: &TestApp) -> (i64, i64) {
    (app.database.count("household").await, app.database.count("person").await)
}

on_both! {
    async fn repeated_imports_create_each_of_thousands_of_households_once(app) {
        let (size, persons) = if app.database.kind == Kind::Sqlite { TOWN } else { VILLAGE };
        let file = list(size, persons);
        let (before, people) = households(&app).await;
        let id = bring(&app, "花名册.xlsx", &file).await;
        let plan = app.store.household_import_plan(&app.caseworker().actor, id).await.expect("a plan");
        assert_eq!(plan.count(Fate::NewHousehold), size);
        assert_eq!(households(&app).await, (before, people), "the dry run writes nothing");
        apply(&app, id).await;
        let all = (before + size as i64, people + persons as i64);
        assert_eq!(households(&app).await, all);

        let again = bring(&app, "花名册.xlsx", &file).await;
        let plan = app.store.household_import_plan(&app.caseworker().actor, again).await.expect("a plan");
        assert_eq!((plan.to_do(), plan.count(Fate::Known)), (0, size));
        apply(&app, again).await;
        assert_eq!(households(&app).await, all, "the second time changes nothing");
        let page = app.caseworker().get(&format!("/desk/households/import/{again}")).await;
        assert!(page.text.contains("已有"), "{}", page.text);
        app.assert_consistent().await;
    }
}

on_both! {
    async fn a_family_that_resembles_a_known_one_waits_for_a_decision(app) {
        let list = "户主,电话,住址,出生年份\n欧阳秀英,13911110001,柳林路 7 号,1980\n";
        let id = bring(&app, "一户.csv", list.as_bytes()).await;
        apply(&app, id).await;
        let (before, _) = households(&app).await;

        let list = "户主,电话,住址,出生年份\n欧阳秀瑛,,柳林路7号,1980\n,13911110003,柳林路 8 号,1980\n";
        let id = bring(&app, "又一户.csv", list.as_bytes()).await;
        let path = format!("/desk/households/import/{id}");
        let plan = app.store.household_import_plan(&app.caseworker().actor, id).await.expect("a plan");
        assert_eq!((plan.count(Fate::Maybe), plan.count(Fate::Refused), plan.to_do()), (1, 1, 0));
        apply(&app, id).await;
        assert_eq!(households(&app).await.0, before, "nothing is created without a decision");

        let row = plan.rows.iter().find(|row| row.fate == Fate::Maybe).expect("a row");
        let stranger = app.person("caseworker_there").post_form(&format!("{path}/rows/{}", row.line.n), &[("anyway", "true")]).await;
        assert_eq!(stranger.status, 404);
        let said = app.caseworker().post_form(&format!("{path}/rows/{}", row.line.n), &[("anyway", "true")]).await;
        assert_eq!(said.status, 303, "{}", said.text);
        apply(&app, id).await;
        assert_eq!(households(&app).await.0, before + 1);

        // The file is visible to its uploader only, stored encrypted, and deleted after a week.
        assert_eq!(app.person("caseworker_west").get(&path).await.status, 404);
        for (_, body) in app.database.rows("select id, body from household_import_line").await {
            assert!(!body.contains("欧阳"), "{body}");
        }
        app.pass(8 * 86_400).await;
        assert_eq!(app.database.count("household_import_line").await, 0);
        assert_eq!(app.caseworker().get(&path).await.status, 404);
    }
}

on_both! {
    async fn a_family_is_taken_without_what_its_list_lacks_and_it_is_said(app) {
        let list = "户主,电话,住址,姓名,关系,家庭人口,备注\n冬五,1391111,柳林路 9 号,冬五,户主,3,住平房\n冬五,,,冬小五,女儿,,\n";
        let id = bring(&app, "没有生日.csv", list.as_bytes()).await;
        let path = format!("/desk/households/import/{id}");
        let page = app.caseworker().get(&path).await.text;
        for said in ["联系电话</b> 不认得“1391111”", "冬五、冬小五", "写的是 3 人，表里列出 2 人"] {
            assert!(page.contains(said), "{said} in {page}");
        }
        apply(&app, id).await;
        let plan = app.store.household_import_plan(&app.caseworker().actor, id).await.expect("a plan");
        let household = plan.rows[0].item;
        let without = format!("person where household = {household} and birth_year = 9999");
        assert_eq!(app.database.count(&without).await, 2);
        let members = app.caseworker().get(&format!("/desk/households/{household}/members")).await.text;
        assert!(members.contains("出生年份待补") && !members.contains("9999"), "{members}");
        let opened = app.caseworker().post_form(&format!("/desk/households/{household}/reveal"), &[("reason", "visit")]).await;
        assert_eq!(opened.status, 303);
        let notes = app.caseworker().get(&format!("/desk/households/{household}/notes")).await.text;
        assert!(notes.contains("住平房；电话：1391111；家庭人口：3"), "{notes}");
        app.assert_consistent().await;
    }
}

on_both! {
    async fn refused_families_can_be_downloaded_by_who_sent_them(app) {
        let list = "户主,电话,社区,姓名,关系,出生年份\n冬六,13911110006,没有的社区,冬六,户主,1980\n";
        let id = bring(&app, "一户.csv", list.as_bytes()).await;
        let file = format!("/desk/households/import/{id}/refused.xlsx");
        let page = app.caseworker().get(&format!("/desk/households/import/{id}")).await.text;
        assert!(page.contains(&format!("href=\"{file}\"")), "{page}");
        assert_eq!(app.caseworker().get(&file).await.status, 200);
        assert_eq!(app.person("caseworker_west").get(&file).await.status, 404);
    }
}
