//! Reads what the rules gave one household: for its family, and for the staff who read its points.

use domain::{
    accounts::Actor,
    households::HouseholdId,
    points::taking_part::{PartBooking, PartBookingId},
    wishes::Page,
};

use crate::{
    By, Result, Store,
    db::{
        area_filter::is_own,
        pagination::page,
        sql::{rows, stored},
    },
    points::views::{OpenPoints, readable},
};

stored! {
    pub(crate) struct BookingRow => PartBooking {
        parsed: kind, state; id: i64, household: i64, points: i64, at: i64, journal: i64, title: String, subject: i64,
        rule_points: i64, cap_month: i64, version: i64
    }
}

/// Columns and joins of a [`BookingRow`]; a macro because statements are literals.
macro_rules! booking_columns {
    () => {
        "b.id, b.household, b.kind, b.state, b.points, b.at, b.journal, r.points as rule_points, r.cap_month,
             r.n as version, coalesce(case b.kind
                 when 'event' then (select c.title from course_mark m join course_session s on s.id = m.session
                     join course c on c.id = s.course where m.id = b.fact)
                 when 'course' then (select c.title from course_place p join course c on c.id = p.course
                     where p.id = b.fact)
                 when 'shift' then (select s.name from shift_place p join shift s on s.id = p.shift where p.id = b.fact)
                 else '' end, '') as title,
             coalesce(case b.kind
                 when 'event' then (select s.course from course_mark m join course_session s on s.id = m.session
                     where m.id = b.fact)
                 when 'course' then (select p.course from course_place p where p.id = b.fact)
                 when 'shift' then (select p.shift from shift_place p where p.id = b.fact)
                 else b.fact end, 0) as subject
         from part_booking b join part_rule r on r.id = b.rule"
    };
}
pub(crate) use booking_columns;

impl Store {
    /// Lists what the rules gave a household, newest first. `cursor` is 0, or `next` of the previous page.
    /// A read by staff leaves an audit entry.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn part_bookings(
        &self,
        actor: &Actor,
        household: HouseholdId,
        cursor: PartBookingId,
    ) -> Result<Page<PartBooking>> {
        let mut db = self.reader().await?;
        readable(&mut db.arm(), actor, household).await?;
        if !is_own(actor, household) {
            // A write takes a connection of its own; held readers would make writes wait for each other.
            drop(db);
            self.run(&By::new(actor.clone(), ""), OpenPoints(household)).await?;
            db = self.reader().await?;
        }
        let found = rows!(
            db,
            BookingRow,
            concat!(
                "select ",
                booking_columns!(),
                " where b.household = $1 and (b.id < $2 or $2 = 0) order by b.id desc limit 51"
            ),
            household,
            cursor,
        )?;
        let found = found.into_iter().map(PartBooking::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |one| one.id))
    }
}
