//! Figures of the service desk: how many services were rendered, for how many people. Each is a number of rows.

use domain::{Timestamp, accounts::Actor, community::appointments::ServiceFigures, permission::Action};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{area_filter::covered, sql::rows},
};

impl Store {
    /// Counts, for each service of the actor's areas, the appointments that began and the questions that were asked since
    /// `from`; questions about no service are the last line.
    ///
    /// # Errors
    /// Not allowed without a role that reads times.
    pub async fn service_figures(&self, actor: &Actor, from: Timestamp) -> Result<Vec<ServiceFigures>> {
        actor.must_somewhere(Action::ReadSlots)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadSlots));
        let held = format!(
            "select s.service, v.name, sum(case when x.state = 'came' then 1 else 0 end),
                 cast(sum(case when x.state = 'came' then x.people else 0 end) as bigint),
                 sum(case when x.state = 'absent' then 1 else 0 end)
             from appointment x join slot s on s.id = x.slot join area a on a.id = s.area
                 join service v on v.id = s.service
             where s.starts >= $1 and x.state in ('came', 'absent') and {inside}
             group by s.service, v.name order by v.name, s.service limit 500",
        );
        let asked = format!(
            "select q.service, coalesce(v.name, ''), count(*), sum(case when q.state = 'helped' then 1 else 0 end),
                 sum(case when q.late = true then 1 else 0 end)
             from question q join area a on a.id = q.area left join service v on v.id = q.service and q.service <> 0
             where q.asked >= $1 and q.answered > 0 and {inside}
             group by q.service, v.name order by v.name, q.service limit 500",
        );
        let mut db = self.reader().await?;
        let held = rows!(db, (i64, String, i64, i64, i64), AssertSqlSafe(held.as_str()), from)?;
        let asked = rows!(db, (i64, String, i64, i64, i64), AssertSqlSafe(asked.as_str()), from)?;
        let mut all: Vec<ServiceFigures> = held
            .into_iter()
            .map(|(service, service_name, came, people, absent)| ServiceFigures {
                service: Some(service),
                service_name,
                came,
                people,
                absent,
                ..ServiceFigures::default()
            })
            .collect();
        for (service, service_name, answered, helped, late) in asked {
            let service = (service != 0).then_some(service);
            let at = match all.iter().position(|one| one.service == service) {
                Some(at) => at,
                None => {
                    all.push(ServiceFigures { service, service_name, ..ServiceFigures::default() });
                    all.len() - 1
                }
            };
            if let Some(one) = all.get_mut(at) {
                (one.answered, one.helped, one.late) = (answered, helped, late);
            }
        }
        Ok(all)
    }
}
