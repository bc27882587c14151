//! What the pages of a small resource show, and how a feature says it.

use askama::Template;
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};

use super::{Place, Row, Stored, Trial, Versioned, filled};
use crate::{
    db::Select,
    error::FieldErrors,
    forms::{Editing, Stale},
    lists::{Column, Field, ListQuery, Rows},
    web::Page,
};

pub(super) type Frame<T> = <<T as Stored>::Of as Place>::Frame;

/// What the pages of a resource show.
pub trait Editor: Stored {
    type Form: Form<Self>;
    /// What its list can be sorted by.
    const SORTED_BY: &'static [Column<Row<Self>>] = &[Row::<Self>::BY_NAME];
    /// What its list shows of a row.
    const FIELDS: &'static [Field<Row<Self>>];
    /// What the address of its list ends with, after that of its place.
    const PATH: &'static str;

    /// What is left of its list by what the address asks for beside the words.
    fn narrowed(listed: Select, _query: &ListQuery, _now: DateTime<Utc>) -> Select {
        listed
    }

    /// The address of its list.
    fn list_path(of: Self::Of) -> String {
        of.base() + Self::PATH
    }
}

/// Its two pages, by [`drawn!`].
pub trait Drawn: Editor {
    fn list<'a>(page: &'a Page, listed: Listed<Self>) -> impl Template + 'a;
    fn page<'a>(page: &'a Page, shown: Shown<'a, Self>) -> impl Template + 'a;
}

/// `drawn!(Tariff, "tariffs/list.html", "tariffs/edit.html")`: the templates `List` and `Edit` of a resource. A macro,
/// since askama takes the path of a template as a literal.
macro_rules! drawn {
    ($resource:ty, $list:literal, $edit:literal) => {
        #[derive(askama::Template)]
        #[template(path = $list)]
        struct List<'a> {
            page: &'a $crate::web::Page,
            listed: $crate::resource::Listed<$resource>,
        }

        #[derive(askama::Template)]
        #[template(path = $edit)]
        struct Edit<'a> {
            page: &'a $crate::web::Page,
            shown: $crate::resource::Shown<'a, $resource>,
        }

        impl $crate::resource::Drawn for $resource {
            fn list<'a>(
                page: &'a $crate::web::Page,
                listed: $crate::resource::Listed<Self>,
            ) -> impl askama::Template + 'a {
                List { page, listed }
            }

            fn page<'a>(
                page: &'a $crate::web::Page,
                shown: $crate::resource::Shown<'a, Self>,
            ) -> impl askama::Template + 'a {
                Edit { page, shown }
            }
        }
    };
}
pub(crate) use drawn;

/// A form as typed.
pub trait Form<T: Stored>: Serialize + DeserializeOwned + Default + 'static {
    /// The form of a new one.
    fn blank() -> Self {
        Self::default()
    }

    /// That of a new one as the address of its page asks for it.
    fn begun(_query: &ListQuery) -> Self {
        Self::blank()
    }

    fn of(it: &T) -> Self {
        filled(it)
    }

    fn parse(&self, of: T::Of) -> Result<T::New, FieldErrors>;
}

/// A page of the list of a resource.
pub struct Listed<T: Editor> {
    pub of: T::Of,
    pub frame: Frame<T>,
    pub rows: Rows<Row<T>>,
}

/// One page with the form of a resource.
pub struct Shown<'a, T: Editor> {
    pub of: T::Of,
    pub frame: Frame<T>,
    /// None while it is being created.
    pub it: Option<Versioned<T>>,
    pub form: &'a T::Form,
    pub editing: &'a Editing,
    pub errors: FieldErrors,
    pub stale: Option<Stale>,
    /// What came of trying what the form says.
    pub trial: Option<Trial>,
}

impl<T: Editor> Listed<T> {
    /// The address of a row's page, or of what `end` names below it.
    pub fn at(&self, row: &Row<T>, end: &str) -> String {
        format!("{}/{}{end}", T::list_path(self.of), row.id)
    }

    /// Why nothing in it can be changed, if so.
    pub fn reason_against(&self, page: &Page) -> Option<String> {
        T::Of::frozen(&self.frame).map(|reason| page.say(&reason))
    }
}

impl<T: Editor> Shown<'_, T> {
    /// By whom and when it was changed last.
    pub fn changed(&self, page: &Page) -> String {
        self.it.as_ref().map(|it| page.changed(&it.updated_by, &it.updated_at)).unwrap_or_default()
    }

    /// Why it cannot be changed, if so.
    pub fn reason_against(&self, page: &Page) -> Option<String> {
        let reason = T::Of::frozen(&self.frame).or_else(|| self.it.as_ref().and_then(|it| it.stays()));
        reason.map(|reason| page.say(&reason))
    }
}
