//! What a list says of a family beside its people: what is left out, and what is kept as a note in its file.

use domain::{
    households::{Income, Relation, UNKNOWN_YEAR},
    imports::{Column, HouseholdRow, Line, Why, Wrong},
};

use super::Row;

/// Columns whose cells a file can do without.
const SPARED: [Column; 8] = [
    Column::Phone,
    Column::Birth,
    Column::Age,
    Column::Sex,
    Column::Relation,
    Column::Hardship,
    Column::Income,
    Column::People,
];
/// Characters of a note; that of a file may have 2,000.
const MOST_CHARACTERS: usize = 1_800;

/// A household as it is read.
pub(super) struct Family {
    pub line: Line<HouseholdRow>,
    /// Number of its people, as the list says it.
    pub people: Option<i64>,
    /// Parts of its note.
    pub notes: Vec<String>,
}

impl Family {
    /// Takes what a row says of the whole household; the first that is said counts.
    pub fn take(&mut self, row: Row, heading: &dyn Fn(Column) -> String) {
        let whose = row.whose().to_owned();
        let household = &mut self.line.row;
        household.hardship |= row.hardship;
        for (known, said) in [
            (&mut household.other_phones, row.other_phones),
            (&mut household.phone, row.phone),
            (&mut household.address, row.address),
            (&mut household.area, row.area),
        ] {
            if known.is_empty() {
                *known = said;
            }
        }
        if household.income == Income::Unsaid {
            household.income = row.income.unwrap_or_default();
        }
        self.note(row.remarks);
        match (self.people, row.people) {
            (Some(known), Some(said)) if known != said => self.differs(said, &heading(Column::People)),
            (known, said) => self.people = known.or(said),
        }
        for wrong in row.wrong {
            let of_card = wrong.why == Why::HoldsCard;
            let is_needed = !SPARED.contains(&wrong.column) && wrong.column != Column::Remarks;
            if is_needed || (wrong.column == Column::Remarks && !of_card) {
                self.line.wrong.push(wrong);
                continue;
            }
            // A birthday is never kept; the name stands in for it.
            if wrong.column != Column::Birth && !of_card {
                let said = format!("{}：{}", heading(wrong.column), wrong.text);
                let of_person = matches!(wrong.column, Column::Age | Column::Sex);
                self.note(if of_person { format!("{whose} {said}") } else { said });
            }
            self.line.row.left_out.push(wrong);
        }
    }

    fn note(&mut self, words: String) {
        if !words.is_empty() && !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }

    fn differs(&mut self, said: i64, heading: &str) {
        self.note(format!("{heading}：{said}"));
        self.line.row.left_out.push(Wrong { column: Column::People, why: Why::PeopleDiffer, text: said.to_string() });
    }

    /// Chooses the contact person (the head, else the first member), and says whose year of birth is missing and
    /// whether the number of people is that of the rows. `people` is the heading of that number.
    pub fn finish(&mut self, people: &str) {
        let household = &mut self.line.row;
        if household.name.is_empty() {
            let head = household.members.iter().find(|member| member.relation == Relation::Contact);
            household.name = head.or(household.members.first()).map(|member| member.name.clone()).unwrap_or_default();
        }
        let lacking = household.members.iter().filter(|member| member.birth_year == UNKNOWN_YEAR);
        let named: Vec<&str> = lacking.map(|member| member.name.as_str()).collect();
        if !named.is_empty() {
            let text = named.join("、");
            household.left_out.push(Wrong { column: Column::Birth, why: Why::ToComplete, text });
        }
        let listed = i64::try_from(household.members.len()).unwrap_or(i64::MAX);
        if let Some(said) = self.people.filter(|said| *said != listed) {
            self.differs(said, people);
        }
        self.line.row.remarks = self.notes.join("；");
        if self.line.row.remarks.chars().count() > MOST_CHARACTERS {
            let text = self.line.row.remarks.chars().take(40).collect();
            self.line.wrong.push(Wrong { column: Column::Remarks, why: Why::TooLong, text });
        }
    }
}

/// Whether a text may hold the number of an identity card, which is neither kept nor shown.
pub(super) fn holds_card(text: &str) -> bool {
    let plain: String = domain::text::half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    plain.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() >= 15)
}
