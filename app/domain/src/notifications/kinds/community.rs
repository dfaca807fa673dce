//! Kinds of notices about what organisations and neighbours do together.

/// Adds these kinds to those before, and hands all to the next macro.
macro_rules! community_kinds {
    ($next:ident $($rest:ident)* { $($before:tt)* }) => {
        $next! { $($rest)* { $($before)*
            /// To the family: staff registered it for a course; the subject is the course, the title its title.
            CourseJoined = "course_joined",
            /// To the family: a place became free, to be accepted within hours; as above.
            CourseOffered = "course_offered",
            /// To the family: its offered place went to the next; as above.
            CoursePassed = "course_passed",
            /// To the family: sessions of its course were added or dropped; as above.
            CourseChanged = "course_changed",
            /// To the family: its course was cancelled; as above.
            CourseCancelled = "course_cancelled",
            /// To the family: its course takes place after all, and its place is kept; as above.
            CourseRevived = "course_revived",
            /// To the family: its certificate is there; as above.
            CertificateMade = "certificate_made",
            /// To caseworkers: a family offers something that waits for a review; the subject is the offer, the title what it is.
            MarketOffered = "market_offered",
            /// To coordinators: an offer waits for its review for two days; as above.
            MarketWaiting = "market_waiting",
            /// To the family: its offer is shown; as above.
            MarketShown = "market_shown",
            /// To the family: its offer is not shown; as above.
            MarketRefused = "market_refused",
            /// To the family: the time of its offer has passed without a review; as above.
            MarketUnreviewed = "market_unreviewed",
            /// To caseworkers and coordinators: an offer was not reviewed in time; as above.
            MarketMissed = "market_missed",
            /// To the family: units were reserved; as above.
            MarketReserved = "market_reserved",
            /// To the family: reserved units were given back; as above.
            MarketGivenBack = "market_given_back",
            /// To the family: its time has passed, who fetched what; as above.
            MarketDue = "market_due",
            /// To the account that reserved: the offer was taken back; the subject is the reservation.
            MarketWithdrawn = "market_withdrawn",
            /// To the organiser: fewer than the minimum are registered; the subject is the course, the title its title.
            CourseShort = "course_short",
            /// To the organiser: a session has no attendance; as above.
            CourseUnmarked = "course_unmarked",
            /// To all who signed up: a shift was cancelled; the subject is the shift, the title its name.
            ShiftCancelled = "shift_cancelled",
            /// To all who had signed up: a cancelled shift takes place after all; as above.
            ShiftRevived = "shift_revived",
            /// To the first in a standby line: a place became free and is its own; as above.
            ShiftPlaceFree = "shift_place_free",
            /// To those on a shift: it begins within a day; as above.
            ShiftSoon = "shift_soon",
            /// To caseworkers: tasks were left over; as above.
            ShiftTasksBack = "shift_tasks_back",
            /// To coordinators: tasks that came back wait for a week; as above.
            ShiftTasksLate = "shift_tasks_late",
            /// To the family: staff booked or moved an appointment for it; the subject is the appointment, the title the service.
            AppointmentBooked = "appointment_booked",
            /// To the family: its appointment was cancelled; as above.
            AppointmentCancelled = "appointment_cancelled",
            /// To the family: its appointment is within a day; as above.
            AppointmentSoon = "appointment_soon",
            /// To the account that answers: a question; the subject is the question.
            QuestionAsked = "question_asked",
            /// To the asker: its question was answered; as above.
            QuestionAnswered = "question_answered",
            /// To the asker: its question ended without an answer; as above.
            QuestionUnanswered = "question_unanswered",
            /// To the next level: a question is late; as above.
            QuestionLate = "question_late",
            /// To the employer: a vacancy is hidden in three days unless it is confirmed; the subject is the vacancy.
            VacancyDue = "vacancy_due",
            /// To the employer: a vacancy was not confirmed and is hidden; the subject is the vacancy.
            VacancyHidden = "vacancy_hidden",
            /// To family, caseworker or employer: a job proposal came to a state, which the text names; the subject is the
            /// proposal, the title what the work is called.
            JobChanged = "job_changed",
            /// To family and caseworker: still there, paid? The subject is the question, the title what the work is called.
            JobCheckDue = "job_check_due",
            /// To the coordinator: a drive has ended, and its result is to be published; the subject is the drive.
            DriveEnded = "drive_ended",
            /// To the coordinators: a drive that has ended has no result yet; as above.
            DriveUnpublished = "drive_unpublished",
            /// To the account that noted a poster: it is to be taken down; the subject is the poster, the title its place.
            PosterDue = "poster_due",
            /// To members of a community group: a notice; the subject is the notice, the title its title.
            GroupNoticePosted = "group_notice_posted",
            /// To the caretaker of a group: members have not read a notice; as above.
            GroupNoticeUnread = "group_notice_unread",
            /// To the other partner: a partnership was proposed; the subject is the partnership, the title names both partners.
            PartnershipProposed = "partnership_proposed",
            /// To both partners: both agreed, or to a new end; as above.
            PartnershipAgreed = "partnership_agreed",
            /// To the other partner: asks whether it runs longer; as above.
            PartnershipRenewal = "partnership_renewal",
            /// To both partners: it ends in 30 days; as above.
            PartnershipDue = "partnership_due",
            /// To both partners: it is over; as above.
            PartnershipOver = "partnership_over",
            /// To the other partner: a pledge is to be signed; the subject is the pledge, the title names both partners.
            PledgeDrafted = "pledge_drafted",
            /// To both partners: both signed, and it is public; as above.
            PledgeShown = "pledge_shown",
            /// To both partners: another quarter of it has passed; as above.
            PledgeQuarter = "pledge_quarter",
            /// To both partners, later to those above: it is to be rated; as above.
            PledgeRating = "pledge_rating",
            /// To both partners: it was rated, or nothing came of it; as above.
            PledgeOver = "pledge_over",
            /// To an account that answers for an indicator from now on; the subject is the indicator.
            IndicatorGiven = "indicator_given",
            /// To the owner, and to the next level: an indicator slips; the subject is the indicator.
            IndicatorSlips = "indicator_slips",
            /// To the owner: a quarter is to be commented on; the subject is the indicator.
            IndicatorReportDue = "indicator_report_due",
            /// To the owner, and to the next level: that comment is late; the subject is the indicator.
            IndicatorReportLate = "indicator_report_late",
        } }
    };
}
