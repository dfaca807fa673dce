//! Job seekers: members of households who were asked whether they look for work, without a CV.

use serde::{Deserialize, Serialize};

use super::{Lodging, Vacancy};
use crate::{
    Timestamp,
    casework::rounds::profile::{Skill, Spoken},
    households::HouseholdId,
};

/// Row id of a job seeker; the only name that employers read before the person agrees.
pub type SeekerId = i64;

/// State of a job seeker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeekerState {
    /// Looks for work, and may be proposed.
    Looking,
    /// Was hired.
    Hired,
    /// Does not look any more.
    Stopped,
    /// Was asked, and said no.
    Declined,
}

crate::text_enum!(SeekerState { Looking = "looking", Hired = "hired", Stopped = "stopped", Declined = "declined" });

/// What a member says when asked whether it looks for work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeekerAnswer {
    /// It does.
    Looks,
    /// It does not.
    No,
}

crate::text_enum!(SeekerAnswer { Looks = "looks", No = "no" });

/// A member's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewSeeker {
    /// The member.
    pub member: i64,
    /// What it says.
    pub answer: SeekerAnswer,
    /// Whether it needs a bed at work.
    #[serde(default)]
    pub lodging: bool,
}

/// A job seeker as its family and staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobSeeker {
    /// Row id.
    pub id: SeekerId,
    /// Its household.
    pub household: HouseholdId,
    /// Name of the household's area.
    pub area_name: String,
    /// The member; `None` once it left.
    pub member: Option<i64>,
    /// Its name, as masked as in the file; empty in lists of many households.
    pub name: String,
    /// Its state.
    pub state: SeekerState,
    /// Whether it needs a bed at work.
    pub lodging: bool,
    /// What it can do.
    pub skills: Vec<Skill>,
    /// Languages it speaks.
    pub languages: Vec<Spoken>,
    /// When it was asked.
    pub asked: Timestamp,
    /// Proposals under way.
    pub live: i64,
}

/// A vacancy that could fit, or a job seeker for a vacancy: how well, without a score of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobFit {
    /// Whether there is a bed for those who need one.
    pub lodging: bool,
    /// Whether a language is shared, or none is asked for.
    pub language: bool,
    /// Skills that both name.
    pub skills: i64,
    /// Levels of the area tree that home and work share; the larger, the nearer.
    pub shared_levels: i64,
}

/// A suggested vacancy, the best first. A caseworker proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VacancySuggestion {
    /// The vacancy.
    pub vacancy: Vacancy,
    /// How it fits.
    pub fit: JobFit,
}

/// What a vacancy asks.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whether there is a bed.
    pub lodging: Lodging,
    /// Skills that help.
    pub skills: &'a [Skill],
    /// Languages of the work.
    pub languages: &'a [Spoken],
}

/// What a job seeker said.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'a> {
    /// Whether it needs a bed at work.
    pub lodging: bool,
    /// What it can do.
    pub skills: &'a [Skill],
    /// Languages it speaks.
    pub languages: &'a [Spoken],
}

/// Compares what a vacancy asks with what a job seeker said.
#[must_use]
pub fn fit(asked: Asked<'_>, stated: Stated<'_>, shared_levels: usize) -> JobFit {
    let both = asked.skills.iter().filter(|skill| stated.skills.contains(skill)).count();
    JobFit {
        lodging: !stated.lodging || asked.lodging != Lodging::None,
        language: asked.languages.is_empty()
            || asked.languages.iter().any(|language| stated.languages.contains(language)),
        skills: i64::try_from(both).unwrap_or_default(),
        shared_levels: i64::try_from(shared_levels).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bed_and_a_language_count_before_skills_and_distance() {
        let languages = [Spoken::Mandarin, Spoken::Uyghur];
        let asked = |lodging, skills| Asked { lodging, skills, languages: &languages };
        let stated = Stated { lodging: true, skills: &[Skill::Cooking], languages: &[Spoken::Uyghur] };
        let far = fit(asked(Lodging::Paid, &[]), stated, 1);
        let near = fit(asked(Lodging::None, &[Skill::Cooking]), stated, 3);
        assert!(far > near && far.lodging && far.language && !near.lodging && near.skills == 1);
        let mute = Stated { lodging: false, skills: &[], languages: &[] };
        assert!(!fit(asked(Lodging::None, &[]), mute, 0).language);
        assert!(fit(Asked { languages: &[], ..asked(Lodging::None, &[]) }, mute, 0).language);
    }
}
