//! `wishbridge check` of jobs: filled posts are counted anew, and what a hire should have ended has ended.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Compares the filled posts of vacancies with the hires, and finds people who are proposed after they were hired
    /// or left, and hires without their later questions.
    pub(crate) async fn check_jobs(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64),
            "select v.id, v.hired, coalesce(p.hires, 0) from vacancy v
             left join (select vacancy, count(*) as hires from job_proposal where state = 'hired' group by vacancy) p
                 on p.vacancy = v.id
             where v.hired <> coalesce(p.hires, 0) order by v.id limit 1001",
        )?;
        report(lines, different, |(vacancy, kept, hires)| {
            format!("vacancy {vacancy} counts {kept} filled posts, but {hires} were hired")
        });
        let live = rows!(
            db,
            (i64, i64),
            "select p.id, p.seeker from job_proposal p join job_seeker s on s.id = p.seeker
                 join household h on h.id = p.household
             where p.state in ('proposed', 'informed', 'interview', 'trial')
                 and (s.state <> 'looking' or h.state <> 'open' or s.household <> p.household)
             order by p.id limit 1001",
        )?;
        report(lines, live, |(proposal, seeker)| {
            format!("proposal {proposal} goes on, but job seeker {seeker} does not look for work")
        });
        let unasked = rows!(
            db,
            (i64, i64),
            "select p.id, coalesce(c.questions, 0) from job_proposal p
             left join (select proposal, count(*) as questions from job_check group by proposal) c on c.proposal = p.id
             where p.state = 'hired' and coalesce(c.questions, 0) <> 2 order by p.id limit 1001",
        )?;
        report(lines, unasked, |(proposal, questions)| {
            format!("proposal {proposal} led to work, but has {questions} later questions instead of 2")
        });
        Ok(())
    }
}
