//! Courses and events: twelve language classes with 310 people and four talks about law with 200 in the second root
//! area, a few in the first; coming ones, of which one is full, one is short, and one has no attendance yet.

use domain::{
    DAY,
    casework::rounds::profile::Spoken,
    community::courses::{CourseKind, CourseTopic, NewCourse, NewSession},
    time::{Day, year},
};
use store::{
    Result, Tx,
    community::courses::{hours::SetCourseRule, posting::PostCourse},
    ops::bulk_courses::{CourseOnFile, fill_course, insert_course},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// Minutes of law that each adult should have in a year.
const LAW_MINUTES: i64 = 360;

/// What was held in a root area: kind, topic, title, how often, and how many people in all.
type Held = (CourseKind, CourseTopic, &'static str, i64, i64);

const HELD: [&[Held]; 2] = [
    &[
        (CourseKind::Course, CourseTopic::Law, "法律小课堂", 4, 48),
        (CourseKind::HealthDay, CourseTopic::Health, "社区义诊日", 2, 30),
        (CourseKind::JobFair, CourseTopic::Work, "家门口招聘会", 2, 40),
    ],
    &[
        (CourseKind::Course, CourseTopic::Language, "双语学习班", 12, 310),
        (CourseKind::Talk, CourseTopic::Law, "法制课", 4, 200),
        (CourseKind::JobFair, CourseTopic::Work, "招聘会", 4, 94),
    ],
];

/// Writes the courses of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for (root, held) in world.roots.iter().zip(HELD) {
        let rule =
            SetCourseRule { area: root.id, topic: CourseTopic::Law, year: year(calendar.now), minutes: LAW_MINUTES };
        tx.run_as(&root.coordinator, calendar.at(-200 * DAY), &rule).await?;
        over(tx, calendar, root, held).await?;
        coming(tx, calendar, root).await?;
    }
    Ok(())
}

/// Inserts what was held, spread over the year.
async fn over(tx: &mut Tx<'_>, calendar: Calendar, root: &Root, held: &[Held]) -> Result<()> {
    let Some(district) = root.districts.first() else { return Ok(()) };
    for &(kind, topic, title, times, people) in held {
        for n in 0..times {
            // Rounded sums: the differences add up to all of them.
            let (before, after) = (people * n / times, people * (n + 1) / times);
            let course = CourseOnFile {
                area: root.id,
                organiser: district.caseworker.account,
                kind,
                topic,
                title,
                place: "社区活动室",
                language: if topic == CourseTopic::Language { Spoken::Uyghur } else { Spoken::Mandarin },
                starts: calendar.at(-(300 - n * 290 / times) * DAY),
                minutes: (90, if n % 3 == 0 { 100 } else { 90 }),
                people: (after - before, before),
            };
            insert_course(tx, &course).await?;
        }
    }
    Ok(())
}

/// A course of the first district that is announced.
struct Coming {
    kind: CourseKind,
    topic: CourseTopic,
    title: &'static str,
    /// Days from now of its first session, at two in the afternoon.
    day: i64,
    sessions: i64,
    minimum: i64,
    maximum: i64,
    registered: i64,
    waiting: i64,
}

const COMING: [Coming; 5] = [
    Coming {
        kind: CourseKind::Course,
        topic: CourseTopic::Work,
        title: "家政技能班",
        day: 9,
        sessions: 3,
        minimum: 5,
        maximum: 12,
        registered: 12,
        waiting: 3,
    },
    Coming {
        kind: CourseKind::Talk,
        topic: CourseTopic::Law,
        title: "法律进社区",
        day: 20,
        sessions: 1,
        minimum: 0,
        maximum: 60,
        registered: 14,
        waiting: 0,
    },
    // Short, and due to be looked at.
    Coming {
        kind: CourseKind::Course,
        topic: CourseTopic::Parenting,
        title: "亲子阅读",
        day: 1,
        sessions: 1,
        minimum: 10,
        maximum: 20,
        registered: 4,
        waiting: 0,
    },
    // Yesterday, without attendance.
    Coming {
        kind: CourseKind::RepairDay,
        topic: CourseTopic::Other,
        title: "便民维修日",
        day: -1,
        sessions: 1,
        minimum: 0,
        maximum: 40,
        registered: 9,
        waiting: 0,
    },
    Coming {
        kind: CourseKind::JobFair,
        topic: CourseTopic::Work,
        title: "家门口招聘会",
        day: 12,
        sessions: 1,
        minimum: 0,
        maximum: 80,
        registered: 6,
        waiting: 0,
    },
];

async fn coming(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let Some(district) = root.districts.first() else { return Ok(()) };
    for of in &COMING {
        let sessions = (0..of.sessions)
            .map(|n| NewSession {
                place: "社区活动室".to_owned(),
                starts: Day::of(calendar.now).plus(of.day + 7 * n).start() + 14 * 3600,
                minutes: 90,
            })
            .collect();
        let new = NewCourse {
            area: district.id,
            organisation: None,
            kind: of.kind,
            topic: of.topic,
            title: of.title.to_owned(),
            about: "请带好家庭卡，到了刷卡签到。".to_owned(),
            language: Spoken::Mandarin,
            minimum: of.minimum,
            maximum: of.maximum,
            opens: None,
            closes: None,
            enough: 80,
            sessions,
        };
        let course = tx.run_as(&district.caseworker, calendar.at(-12 * DAY), &PostCourse(new)).await?;
        fill_course(tx, course, "registered", (of.registered, 0)).await?;
        fill_course(tx, course, "waiting", (of.waiting, of.registered)).await?;
    }
    Ok(())
}
