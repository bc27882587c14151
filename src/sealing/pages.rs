//! `/audit/verification`: whether the record is as it was written, and how others can tell.

use actix_web::http::StatusCode;
use askama::Template;

use super::{
    anchors::{Anchors, AnchorsForm},
    note::PublicKey,
    service,
    store::{self, Signed, anchors as kept, verifications},
    verification::{self, ADDRESS, Verification, sentence},
};
use crate::{
    change::Change,
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::{Editing, Stale},
    i18n::Message,
    people::Permission,
    web::{Html, Page, Posted},
};

#[derive(Template)]
#[template(path = "sealing/verification.html")]
struct Verified<'a> {
    page: &'a Page,
    runs: Vec<Verification>,
    signed: Option<Signed>,
    keys: Vec<String>,
    anchors: Anchors,
    form: &'a AnchorsForm,
    editing: &'a Editing,
    errors: FieldErrors,
    stale: Option<Stale>,
}

/// As many are shown.
const SHOWN: i64 = 10;

pub async fn show(mut page: Page) -> Html {
    let anchors = kept::find(&mut page.state.db.conn().await?).await?;
    let fresh = AnchorsForm { addresses: anchors.addresses.clone() };
    let (form, editing) = page.kept_edit(fresh, Editing::of(anchors.version, ADDRESS.to_owned())).await;
    page.html(&drawn(&page, anchors, (&form, &editing)).await?)
}

async fn drawn<'a>(
    page: &'a Page,
    anchors: Anchors,
    (form, editing): (&'a AnchorsForm, &'a Editing),
) -> Result<Verified<'a>> {
    let mut conn = page.state.db.conn().await?;
    let runs = verifications::newest(&mut conn, SHOWN).await?;
    let signed = store::last_signed(&mut conn).await?;
    let keys = keys(page, &mut conn).await?;
    Ok(Verified { page, runs, signed, keys, anchors, form, editing, errors: FieldErrors::default(), stale: None })
}

/// Where checkpoints go from now on.
pub async fn anchor(page: Page, posted: Posted<AnchorsForm>) -> Html {
    let (form, editing) = (&posted.form, posted.editing()?);
    let refused = match save(&page, editing.edited(kept::ID).1, form).await {
        Ok(()) => return page.go_saying(ADDRESS, "anchors-saved"),
        Err(refused) => refused,
    };
    let there = kept::find(&mut page.state.db.conn().await?).await?;
    let theirs = AnchorsForm { addresses: there.addresses.clone() };
    let stale = editing.stale(form, &theirs, &there.updated_by, there.updated_at);
    let again = editing.again(&theirs, there.version);
    match refused {
        Error::Refused(errors) => page.refused(&Verified { errors, ..drawn(&page, there, (form, &editing)).await? }),
        Error::Stale => {
            let shown = Verified { stale: Some(stale), ..drawn(&page, there, (form, &again)).await? };
            page.html_with(StatusCode::CONFLICT, &shown)
        }
        error => Err(error),
    }
}

async fn save(page: &Page, version: i64, form: &AnchorsForm) -> Result<()> {
    let addresses = form.parse()?;
    let mut change = Change::begin(&page.state, page.actor()).await?;
    let before = kept::find(&mut change.conn).await?;
    if !kept::update(&mut change, version, &addresses).await? {
        return Err(Error::Stale);
    }
    let after = kept::find(&mut change.conn).await?;
    change.updated("update", &before, &after).await?;
    change.commit().await
}

async fn keys(page: &Page, conn: &mut Conn) -> Result<Vec<String>> {
    let known = super::keys::Keys::known(conn, &page.state.seal).await?;
    Ok(known.map(|keys| keys.all.iter().map(PublicKey::to_string).collect()).unwrap_or_default())
}

pub async fn begin(page: Page, _: Posted<()>) -> Html {
    // What was done a moment ago is to be among what is verified.
    service::all(&page.state).await?;
    if !verification::begin(&page.state, page.actor()).await? {
        return Err(Error::Conflict("verification-nothing".into()));
    }
    page.go_saying(ADDRESS, "verification-begun")
}

impl Verified<'_> {
    fn is_running(&self) -> bool {
        self.runs.iter().any(|run| run.ended_at.is_none())
    }

    fn may_begin(&self) -> bool {
        self.page.may(Permission::EditSettings) && !self.is_running()
    }

    fn look(&self, run: &Verification) -> (&'static str, &'static str) {
        match (run.ended_at, run.found()) {
            (None, _) => ("cold", "hourglass"),
            (Some(_), None) => ("active", "check"),
            (Some(_), Some(_)) => ("bad", "warning"),
        }
    }

    fn outcome(&self, run: &Verification) -> String {
        let message = match (run.ended_at, run.found()) {
            (None, _) => Message::new("verification-so-far").with("checked", run.checked).with("size", run.size),
            (Some(_), None) => Message::new("verification-intact").with("size", run.size),
            (Some(_), Some((what, seq))) => Message::new(sentence(what)).with("seq", seq.to_string()),
        };
        self.page.say(&message)
    }
}
