//! A file that was read: its columns, what its rows would become, and agreeing to that.

use actix_web::http::StatusCode;
use askama::Template;
use serde::{Deserialize, Serialize};

use super::{At, account};
use crate::{
    account_users::model::Head,
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::{Choice, on},
    i18n::Message,
    imports::{
        model::{Field, Import, ImportRow, Kind, list},
        service,
        store::{self, Counts},
    },
    jobs::{self, model::Job},
    lists::{ListQuery, Listing, Rows, Sought, Table, grouped},
    web::{Asking, Html, Page, Posted},
};

/// What is to be done with a file that was read.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// `try` or `import`.
    pub step: String,
    /// The field of each column.
    pub field: Vec<String>,
    pub send_welcome: String,
    pub letters_per_minute: String,
    pub return_to: String,
}

#[derive(Template)]
#[template(path = "imports/show.html")]
struct Show<'a> {
    page: &'a Page,
    import: &'a Import,
    /// Where files of its kind are brought in.
    list: String,
    account: Option<Head>,
    form: &'a StepForm,
    errors: FieldErrors,
    /// Each column: its head, the field that it is taken for, and what stands in its first rows.
    columns: Vec<(String, String, String)>,
    fields: Vec<Choice>,
    /// The job that tries the rows, or has tried them.
    tried: Option<Job>,
    counts: Counts,
    refused: Rows<ImportRow>,
}

/// Rows that are shown of each column.
const EXAMPLES: i64 = 3;
/// Letters in a minute, at most.
const FASTEST: i64 = 6_000;

impl Show<'_> {
    fn is_trying(&self) -> bool {
        self.tried.as_ref().is_some_and(|job| !job.is_over())
    }

    /// Whether all rows were tried, so that one knows what to agree to.
    fn is_tried(&self) -> bool {
        self.tried.as_ref().is_some_and(|job| job.finished_at.is_some() && job.worked() == job.total)
    }

    fn number(&self, count: &i64) -> String {
        grouped(*count, self.page.lang)
    }

    fn comes_to_something(&self) -> bool {
        self.counts.new + self.counts.changed > 0
    }

    fn why(&self, row: &ImportRow) -> String {
        row.why().map(|why| self.page.say(&why)).unwrap_or_default()
    }

    fn column(&self, row: &ImportRow) -> String {
        row.field.as_deref().map(|field| label(self.page, self.import.kind, field)).unwrap_or_default()
    }

    fn button(&self) -> String {
        let count = self.counts.new + self.counts.changed;
        self.page.say(&Message::new("import-agree").with("count", count))
    }
}

pub async fn show(mut page: Page, at: At) -> Html {
    let import = find(&mut page.state.db.conn().await?, &at).await?;
    let form = page.kept_or(StepForm::default()).await;
    show_import(&page, &at, (&import, &form), FieldErrors::default()).await
}

/// Tries the rows, or does what they say.
pub async fn go_on(page: Page, at: At, posted: Posted<StepForm>) -> Html {
    let (import, form) = (find(&mut page.state.db.conn().await?, &at).await?, &posted.form);
    let done =
        if form.step == "import" { agree(&page, &import, form).await } else { try_all(&page, &import, form).await };
    match done {
        Ok(address) => page.go(&address),
        Err(Error::Refused(errors)) => show_import(&page, &at, (&import, form), errors).await,
        Err(error) => Err(error),
    }
}

async fn try_all(page: &Page, import: &Import, form: &StepForm) -> Result<String> {
    let mut mapping = form.field.clone();
    mapping.resize(import.heads().len(), String::new());
    let is_known = |name: &String| name.is_empty() || import.kind.fields().iter().any(|field| field.name == name);
    let twice =
        mapping.iter().enumerate().any(|(at, name)| !name.is_empty() && mapping.iter().take(at).any(|it| it == name));
    let names = |name: &str| mapping.iter().any(|it| it == name);
    if !mapping.iter().all(is_known) {
        return Err(FieldErrors::one("field", "refused-choice").into());
    }
    if twice {
        return Err(FieldErrors::one("field", "import-field-twice").into());
    }
    if !names("id") && !names(import.kind.name()) {
        let name = label(page, import.kind, import.kind.name());
        return Err(FieldErrors::one("field", Message::new("import-nobody-named").with("name", name)).into());
    }
    if import.import_job.is_some() || tried(page, import).await?.is_some_and(|job| !job.is_over()) {
        return Err(Error::Conflict("import-is-tried".into()));
    }
    service::try_all(&page.state, page.actor(), import, &mapping).await?;
    Ok(import.address())
}

async fn agree(page: &Page, import: &Import, form: &StepForm) -> Result<String> {
    let letters = match form.letters_per_minute.trim() {
        "" => Some(jobs::LETTERS_PER_MINUTE),
        typed => typed.parse().ok().filter(|number| (1..=FASTEST).contains(number)),
    };
    let refused = || Message::new("refused-number").with("least", 1).with("most", FASTEST);
    let letters = letters.ok_or_else(|| FieldErrors::one("letters_per_minute", refused()))?;
    let is_tried = tried(page, import).await?.is_some_and(|job| job.is_over() && job.worked() == job.total);
    if !is_tried {
        return Err(Error::Conflict("import-not-tried".into()));
    }
    let job = service::import_all(&page.state, page.actor(), import, (on(&form.send_welcome), letters)).await?;
    Ok(format!("/tasks/{job}"))
}

/// The rows that are refused, as a file.
pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let at = match ids[..] {
        [account_id, import] => At { kind: Kind::Users, account_id: Some(account_id), import: Some(import) },
        _ => At { kind: Kind::Accounts, account_id: None, import: ids.first().copied() },
    };
    Ok(refusals(query, &find(conn, &at).await?)?.table(reader.lang))
}

fn refusals(query: ListQuery, import: &Import) -> Result<Sought<ImportRow>> {
    let listing = Listing::read(query, &store::SORTS, "row").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, store::refused(import.id), store::ROW, &store::FIELDS))
}

async fn show_import(page: &Page, at: &At, (import, form): (&Import, &StepForm), errors: FieldErrors) -> Html {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let account = account(page, at).await?;
    let tried = tried(page, import).await?;
    let mut conn = page.state.db.conn().await?;
    let examples = store::rows(&mut conn, import.id, (0, EXAMPLES), false).await?;
    let counts = store::counts(&mut conn, import.id).await?;
    let query = ListQuery { path: import.address(), pairs: vec![("size".to_owned(), "100".to_owned())] };
    let refused = refusals(query, import)?.fetch(&mut conn, page.lists()).await?;
    drop(conn);
    let mapping = if form.field.is_empty() { import.mapping() } else { form.field.clone() };
    let columns = import.heads().into_iter().enumerate().map(|(at, head)| {
        let cells =
            examples.iter().filter_map(|row| serde_json::from_str::<Vec<String>>(&row.cells).ok()?.get(at).cloned());
        (head, mapping.get(at).cloned().unwrap_or_default(), cells.collect::<Vec<_>>().join(" · "))
    });
    let choice = |field: &Field| Choice { value: field.name.to_owned(), label: label(page, import.kind, field.name) };
    let show = Show {
        page,
        import,
        list: list(at.kind, at.account_id),
        account,
        form,
        errors,
        columns: columns.collect(),
        fields: import.kind.fields().iter().map(choice).collect(),
        tried,
        counts,
        refused,
    };
    page.html_with(status, &show)
}

fn label(page: &Page, kind: Kind, field: &str) -> String {
    if field == "id" { page.t_column("id") } else { page.field_label(kind.prefix(), field) }
}

async fn find(conn: &mut Conn, at: &At) -> Result<Import> {
    let id = at.import.ok_or(Error::NotFound)?;
    let found = store::find(conn, id).await?;
    found.filter(|it| it.kind == at.kind && it.account_id == at.account_id).ok_or(Error::NotFound)
}

async fn tried(page: &Page, import: &Import) -> Result<Option<Job>> {
    let Some(job) = import.try_job else { return Ok(None) };
    Ok(jobs::store::find(&mut page.state.db.conn().await?, job).await?)
}
