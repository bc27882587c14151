//! The brand on the pages of the portal. It is read in one statement with the session of whoever is signed in, and so
//! is the current one on every node; for strangers it is looked up.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use actix_session::SessionExt;
use actix_web::{
    HttpMessage, HttpRequest,
    body::BoxBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web,
};

use super::{Page, Session, access, session};
use crate::{
    brand::{self, Brand, Logo},
    error::Result,
    people::OwnerKind,
    state::State,
};

/// What was found last, for when the database does not answer.
#[derive(Default)]
struct Last(Mutex<Brand>);

/// A page does not wait for its colours longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Around the portal's routes, within its session and a visit's.
pub async fn looked_up(req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let comes_with_it = || access::current(req.request()).is_some_and(|session| session.brand.is_some());
    if req.path().starts_with("/portal")
        && !comes_with_it()
        && let Some(state) = req.app_data::<web::Data<State>>().cloned()
    {
        let is_away = session::outage(&req.get_session()).is_some();
        let brand = if is_away { last(&state) } else { find(&state).await };
        req.extensions_mut().insert(brand);
    }
    next.call(req).await
}

pub(super) fn of(req: &HttpRequest, session: Option<&Session>) -> Brand {
    let known = session.and_then(|session| session.brand.clone());
    known.or_else(|| req.extensions().get::<Brand>().cloned()).unwrap_or_default()
}

async fn find(state: &State) -> Brand {
    let looking = async { brand::store::find(&mut state.db.conn().await?).await };
    let Ok(Ok(found)) = tokio::time::timeout(PATIENCE, looking).await else { return last(state) };
    *state.part::<Last>().0.lock().unwrap_or_else(PoisonError::into_inner) = found.clone();
    found
}

fn last(state: &State) -> Brand {
    state.part::<Last>().0.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

impl Page {
    /// What the site is called, to whoever reads the page.
    pub fn site(&self) -> &str {
        match self.side() {
            OwnerKind::Admin => "Steward",
            OwnerKind::User => self.platform(),
        }
    }

    /// What account users know the platform by.
    pub fn platform(&self) -> &str {
        self.brand.platform(&self.state.config)
    }

    pub fn logo(&self) -> Option<Logo> {
        self.brand.logo()
    }

    pub fn logo_address(&self, logo: &Logo) -> String {
        format!("/brand/logo.png?v={}", logo.id)
    }

    /// The address of the style sheet with the brand's colours, where it has some.
    pub fn accent(&self) -> Option<String> {
        self.brand.colour().map(|colour| format!("/brand/accent/{}.css", colour.hex().trim_start_matches('#')))
    }

    /// Who is written to for help, and the link that does so.
    pub fn support(&self) -> Option<(&str, String)> {
        self.brand.support.as_deref().zip(self.brand.support_link())
    }
}
