//! Events about what organisations and neighbours do together.

/// Adds these events to those before, and hands all to the next macro.
macro_rules! community_events {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// A shift was cancelled; all who signed up are told.
            ShiftCancelled(OfShift) = "shift_cancelled",
            /// A shift that was cancelled takes place after all.
            ShiftRevived(OfShift) = "shift_revived",
            /// A place of a shift became free for the first in its standby line.
            ShiftPlaceFree(OfShift) = "shift_place_free",
            /// A shift begins within a day.
            ShiftSoon(OfShift) = "shift_soon",
            /// Tasks of a shift were left over and are the caseworkers' again.
            ShiftTasksBack(OfShift) = "shift_tasks_back",
            /// Tasks that came back from a shift wait for a week.
            ShiftTasksLate(OfShift) = "shift_tasks_late",
            /// Staff booked an appointment for a household, or moved it.
            AppointmentBooked(OfAppointment) = "appointment_booked",
            /// An appointment was cancelled, by staff or with its time.
            AppointmentCancelled(OfAppointment) = "appointment_cancelled",
            /// An appointment is within a day.
            AppointmentSoon(OfAppointment) = "appointment_soon",
            /// A question waits for an answer.
            QuestionAsked(OfQuestion) = "question_asked",
            /// A question was answered.
            QuestionAnswered(OfQuestion) = "question_answered",
            /// A question ended without an answer.
            QuestionUnanswered(OfQuestion) = "question_unanswered",
            /// A question is late and went up.
            QuestionLate(OfQuestion) = "question_late",
            /// Staff registered a member of a family for a course, or put it into the waiting list.
            CourseJoined(OfCoursePlace) = "course_joined",
            /// A place of a course is offered to the first of the waiting list.
            CourseOffered(OfCoursePlace) = "course_offered",
            /// An offered place was not accepted in time.
            CoursePassed(OfCoursePlace) = "course_passed",
            /// Sessions of a course were added or dropped.
            CourseChanged(OfCoursePlace) = "course_changed",
            /// A course was cancelled.
            CourseCancelled(OfCoursePlace) = "course_cancelled",
            /// A course that was cancelled takes place after all.
            CourseRevived(OfCoursePlace) = "course_revived",
            /// A certificate was made.
            CertificateMade(OfCoursePlace) = "certificate_made",
            /// A family offers something that it grows or makes; staff review it.
            MarketOffered(OfMarketOffer) = "market_offered",
            /// An offer waits for its review for two days.
            MarketWaiting(OfMarketOffer) = "market_waiting",
            /// An offer is shown.
            MarketShown(OfMarketOffer) = "market_shown",
            /// An offer is not shown.
            MarketRefused(OfMarketOffer) = "market_refused",
            /// The time of an offer has passed without its review.
            MarketUnreviewed(OfMarketOffer) = "market_unreviewed",
            /// Units of an offer were reserved.
            MarketReserved(OfMarketOffer) = "market_reserved",
            /// Reserved units were given back.
            MarketGivenBack(OfMarketOffer) = "market_given_back",
            /// The time of an offer has passed; its family says who fetched what.
            MarketDue(OfMarketOffer) = "market_due",
            /// An offer with a reservation was taken back.
            MarketWithdrawn(OfReservation) = "market_withdrawn",
            /// A course is below its minimum two days before it starts.
            CourseShort(OfCourse) = "course_short",
            /// A session has no attendance.
            CourseUnmarked(OfCourse) = "course_unmarked",
            /// A vacancy is hidden in three days, unless its employer confirms it.
            VacancyDue(OfVacancy) = "vacancy_due",
            /// A vacancy was not confirmed and is hidden.
            VacancyHidden(OfVacancy) = "vacancy_hidden",
            /// A job proposal came to another state, which `words` names.
            JobChanged(OfJob) = "job_changed",
            /// A person who was hired is to be asked: still there, paid?
            JobCheckDue(OfJobCheck) = "job_check_due",
            /// The last day of a drive has passed; its result is to be published.
            DriveEnded(OfDrive) = "drive_ended",
            /// A drive that has ended has no result yet.
            DriveUnpublished(OfDrive) = "drive_unpublished",
            /// What a poster asks for is over; it is to be taken down.
            PosterDue(OfPoster) = "poster_due",
            /// A notice was posted to the members of a community group.
            GroupNoticePosted(OfGroup) = "group_notice_posted",
            /// Members of a group have not read a notice after three days.
            GroupNoticeUnread(OfGroup) = "group_notice_unread",
            /// A partnership was proposed; the other partner is asked.
            PartnershipProposed(OfPartnership) = "partnership_proposed",
            /// Both partners agreed to a partnership, or to its new end.
            PartnershipAgreed(OfPartnership) = "partnership_agreed",
            /// A partner wants a partnership to run longer.
            PartnershipRenewal(OfPartnership) = "partnership_renewal",
            /// A partnership ends in 30 days.
            PartnershipDue(OfPartnership) = "partnership_due",
            /// A partnership was declined, taken back, not answered in time, or has ended.
            PartnershipOver(OfPartnership) = "partnership_over",
            /// A pledge was drafted or changed; the other partner is asked to sign it.
            PledgeDrafted(OfPledge) = "pledge_drafted",
            /// Both partners have signed a pledge, which is public now.
            PledgeShown(OfPledge) = "pledge_shown",
            /// A pledge has run for another quarter.
            PledgeQuarter(OfPledge) = "pledge_quarter",
            /// A pledge is over and is to be rated; told again, and to those above, when it was not.
            PledgeRating(OfPledge) = "pledge_rating",
            /// A pledge was rated, declined, taken back, not signed in time, or never rated.
            PledgeOver(OfPledge) = "pledge_over",
            /// An account answers for an indicator from now on.
            IndicatorGiven(OfIndicator) = "indicator_given",
            /// An indicator slips, or has no owner who works there; also to the next level after 14 days.
            IndicatorSlips(OfIndicator) = "indicator_slips",
            /// An indicator's figure of a quarter is frozen, and its owner is asked for a comment.
            IndicatorReportDue(OfIndicator) = "indicator_report_due",
            /// That comment is late.
            IndicatorReportLate(OfIndicator) = "indicator_report_late",
        } }
    };
}
