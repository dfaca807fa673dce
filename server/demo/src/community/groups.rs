//! Community groups: one per grid of the city, 181 in all, and one per site of the town; and the walls of documents.
//! In the documents 3,610 of 6,710 people had joined, 53.8 %. Rosters here are of households: 2,211 of 6,710 people,
//! of which 1,190, of 3,610 people, joined.

use domain::{
    DAY,
    areas::AreaId,
    community::groups::{
        documents::{DocumentKind, NewDocument},
        notices::NewGroupNotice,
    },
};
use store::{
    Result, Tx,
    community::groups::{documents::PostDocument, notices::PostGroupNotice},
    ops::bulk_groups::{GroupOnFile, Rosters, fill_rosters, group_of, insert_group, read_by_some},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// Of each root area: households asked, joined, and that do not want to.
const NUMBERS: [(i64, i64, i64); 2] = [(2211, 1190, 240), (820, 470, 90)];
/// People of the city's households that were asked, and of those that joined, as the documents have them.
const PEOPLE: [Option<(i64, i64)>; 2] = [Some((6710, 3610)), None];
/// Days before now: the groups were opened, the last household was asked, and the notice was posted.
const OPENED: i64 = -200;
const ASKED: i64 = -20;
const POSTED: i64 = -5;

/// Documents of each root area: kind, title, words, and the days before now at which they were written and ended.
const DOCUMENTS: [(DocumentKind, &str, &str, i64, i64); 4] = [
    (DocumentKind::Rules, "邻里公约", "晚上十点后请小声。\n楼道里不放杂物。\n谁家有难处，先敲敲邻居的门。", -100, 265),
    (
        DocumentKind::Procedure,
        "怎么申请救助",
        "一、把情况告诉网格员。\n二、带上户口簿到便民服务中心。\n三、十五个工作日内有答复。",
        -90,
        275,
    ),
    (DocumentKind::Contacts, "办事电话", "便民服务中心：000-1234 5678\n周一至周五 9:00–17:00", -80, 200),
    (DocumentKind::Other, "冬季用水提醒", "天冷，水管要包好。停水会在群里通知。", -300, -10),
];

/// Writes the groups and documents of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for ((root, (asked, joined, declined)), people) in world.roots.iter().zip(NUMBERS).zip(PEOPLE) {
        opened(tx, calendar, root).await?;
        let Some(home) = root.homes.first() else { continue };
        let until = calendar.at(ASKED * DAY);
        let first = home.household;
        fill_rosters(tx, &Rosters { root: root.id, first, asked, joined, declined, people, until }).await?;
        for (kind, title, words, written, ends) in DOCUMENTS {
            let new = NewDocument {
                area: root.id,
                kind,
                title: title.to_owned(),
                words: words.to_owned(),
                until: calendar.at(ends * DAY),
                place: 10,
            };
            tx.run_as(&root.coordinator, calendar.at(written * DAY), &PostDocument(new)).await?;
        }
        if let Some(group) = group_of(tx, home.household).await? {
            let new = NewGroupNotice {
                title: "下周三停水".to_owned(),
                words: "上午八点到下午四点检修水管，请提前接好水。".to_owned(),
                until: calendar.now + 7 * DAY,
            };
            let keeper = &root.districts[home.district].caseworker;
            let posted = calendar.at(POSTED * DAY);
            let notice = tx.run_as(keeper, posted, &PostGroupNotice { group, new }).await?;
            read_by_some(tx, notice, home.household, posted + DAY).await?;
        }
    }
    Ok(())
}

/// Opens a group in each grid, or in each district without grids. The last one's caretaker has left.
async fn opened(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let mut areas: Vec<(AreaId, i64)> = Vec::new();
    for district in &root.districts {
        let caretaker = district.caseworker.account;
        if district.groups.is_empty() {
            areas.push((district.id, caretaker));
        }
        areas.extend(district.groups.iter().map(|(area, _)| (*area, caretaker)));
    }
    let last = areas.len();
    for (n, (area, caretaker)) in (1..).zip(areas) {
        let group = GroupOnFile {
            area,
            channel_name: "邻里守望群",
            caretaker: if n == last { 0 } else { caretaker },
            by: root.coordinator.account,
            opened: calendar.at(OPENED * DAY),
        };
        insert_group(tx, &group).await?;
    }
    Ok(())
}
