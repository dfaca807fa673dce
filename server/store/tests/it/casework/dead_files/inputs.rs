//! Valid input of operations that are long to write.

use domain::{
    DAY, Timestamp,
    casework::{
        aid::{NewGrant, collections::NewCollection},
        cases::AskedHow,
        conferences::{AgendaItem, ConferenceConsent, NewConference},
    },
    time::Month,
};

use crate::support::Town;

pub fn grant(now: Timestamp) -> NewGrant {
    let (month, goods) = (Month::of(now).to_string(), String::new());
    NewGrant { programme: 1, member: None, month, amount: 100, goods, papers: Vec::new(), anyway: true }
}

pub fn collection(now: Timestamp) -> NewCollection {
    let (purpose, organiser) = ("手术".to_owned(), "工会".to_owned());
    NewCollection { programme: 1, case: None, purpose, organiser, target: 100, due: now + 9 * DAY }
}

pub fn conference(town: &Town, now: Timestamp) -> NewConference {
    NewConference {
        case: None,
        previous: None,
        held: now,
        agenda: vec![AgendaItem::School],
        accounts: vec![town.caseworker.account],
        offices: vec!["区教育局".into()],
        consent: ConferenceConsent { whom: "外婆".into(), how: AskedHow::Visit, at: now },
        words: String::new(),
    }
}
