//! A form whose buttons change it, or that shows what it would do, before anything is saved.

use actix_web::http::StatusCode;

use super::{At, Sheet, pages_edit, pages_new, read, stand_on_form};
use crate::{
    error::FieldErrors,
    people::Permission,
    resource::{Drawn, Versioned, editor::Frame},
    web::{Access, Html, Page, Posted, Route, get, post},
};

/// What is posted to its form with `/try` behind the address comes back as the form has become by it.
pub trait Reworked: Drawn {
    fn rework(frame: &Frame<Self>, before: Option<&Versioned<Self>>, form: &mut Self::Form) -> Result<(), FieldErrors>;
}

/// `try_paths!("/accounts/{id}/virtual-senders")`: of a new one, and of one that is there.
macro_rules! try_paths {
    ($list:literal) => {
        [concat!($list, "/new/try"), concat!($list, "/{one}/try")]
    };
}
pub(crate) use try_paths;

pub fn try_routes<T: Reworked>([new, one]: [&'static str; 2], edit: Permission) -> Vec<Route> {
    let edit = Access::May(edit);
    vec![
        get(new, edit, pages_new::<T>),
        post(new, edit, pages_rework::<T>),
        get(one, edit, pages_edit::<T>),
        post(one, edit, pages_rework::<T>),
    ]
}

async fn pages_rework<T: Reworked>(mut page: Page, at: At<T>, posted: Posted<T::Form>) -> Html {
    let editing = posted.editing()?;
    stand_on_form(&mut page);
    let (frame, before) = read(&page, &at).await?;
    let mut form = posted.form;
    let errors = T::rework(&frame, before.as_ref(), &mut form).err().unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sheet = Sheet { page: &page, at: &at, form: &form, editing: &editing };
    page.html_with(status, &sheet.drawn((frame, before), errors, None))
}
