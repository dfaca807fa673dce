//! Vacancies that could fit a job seeker: by a bed, languages, skills and distance. The list suggests; staff or the
//! family itself choose.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    casework::rounds::profile::{Skill, Spoken},
    community::jobs::seekers::{Asked, SeekerId, Stated, VacancySuggestion, fit},
};

use super::{
    seekers::must_read,
    stored_set,
    vacancy_views::{VacancyRow, vacancy_columns},
};
use crate::{
    Refusal, Result, Store,
    db::{
        pagination::signed_in,
        sql::{row, rows},
    },
};

/// Vacancies that are looked at; the newest first.
const LOOKED_AT: i64 = 500;
/// Vacancies that are suggested.
const SUGGESTED: usize = 10;

#[derive(sqlx::FromRow)]
struct StatedRow {
    household: i64,
    root: i64,
    path: String,
    lodging: bool,
    skills: String,
    languages: String,
}

impl Store {
    /// Suggests open vacancies for a job seeker, the best first, without those that it is proposed for or whose employer
    /// said no.
    ///
    /// # Errors
    /// Not found but for the family, and for staff of its area.
    pub async fn vacancy_suggestions(&self, actor: &Actor, seeker: SeekerId) -> Result<Vec<VacancySuggestion>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let says = row!(
            db,
            StatedRow,
            "select s.household, h.root, a.path, s.lodging, coalesce(m.skills, '') as skills,
                 coalesce(m.languages, '') as languages
             from job_seeker s join household h on h.id = s.household join area a on a.id = h.area
                 left join person m on m.id = s.member and m.household = s.household
             where s.id = $1",
            seeker,
        )?
        .ok_or(Refusal::NotFound)?;
        let home = AreaPath(says.path);
        must_read(actor, says.household, &home)?;
        let found = rows!(
            db,
            VacancyRow,
            concat!(
                "select ",
                vacancy_columns!(),
                " where v.root = $1 and v.state = 'open' and v.hired < v.posts and o.open = true
                     and not exists (select 1 from job_proposal p where p.seeker = $2 and p.vacancy = v.id
                         and p.state in ('proposed', 'informed', 'interview', 'trial', 'refused'))
                 order by v.id desc limit $3"
            ),
            says.root,
            seeker,
            LOOKED_AT,
        )?;
        let skills: Vec<Skill> = stored_set(&says.skills)?;
        let languages: Vec<Spoken> = stored_set(&says.languages)?;
        let stated = Stated { lodging: says.lodging, skills: &skills, languages: &languages };
        let mut all = Vec::with_capacity(found.len());
        for row in found {
            let shared = home.shared_levels(&AreaPath(row.path.clone()));
            let vacancy = row.seen(actor, 0)?;
            let asked = Asked { lodging: vacancy.lodging, skills: &vacancy.skills, languages: &vacancy.languages };
            let fit = fit(asked, stated, shared);
            all.push(VacancySuggestion { vacancy, fit });
        }
        all.sort_by_key(|of| std::cmp::Reverse(of.fit));
        all.truncate(SUGGESTED);
        Ok(all)
    }
}
