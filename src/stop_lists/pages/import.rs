//! Bringing a file of values in, and what became of it.

use actix_web::{http::StatusCode, web::Path};
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::{
    db::Conn,
    error::{Error, FieldErrors, Result},
    forms::{Choice, fields::choice},
    jobs::{self, model::Job},
    lists::{ListQuery, Listing, Rows, Sought, Table, grouped},
    people::Permission,
    resource::{Stored, Versioned, find},
    stop_lists::{
        import::service::{self, Values},
        model::{Source, StopList, Why, reason},
        store::imports::{self, Import, Refused},
    },
    stops::Kind,
    web::{Asking, Html, Page, PostedFiles, Upload},
};

/// The largest file, in bytes.
pub const LARGEST: usize = 100 * 1024 * 1024;

#[derive(Template)]
#[template(path = "stop_lists/import.html")]
struct Ask<'a> {
    page: &'a Page,
    it: &'a Versioned<StopList>,
    form: &'a FileForm,
    kinds: Vec<Choice>,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "stop_lists/imported.html")]
struct Became<'a> {
    page: &'a Page,
    it: &'a Versioned<StopList>,
    import: &'a Import,
    job: Option<Job>,
    refused: Rows<Refused>,
}

/// As typed, beside the file.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FileForm {
    kind: String,
    reason: String,
}

impl Ask<'_> {
    fn reason_against(&self) -> Option<String> {
        self.it.stays().map(|reason| self.page.say(&reason))
    }
}

impl Became<'_> {
    fn is_running(&self) -> bool {
        self.job.as_ref().is_some_and(|job| !job.is_over())
    }

    fn number(&self, count: &i64) -> String {
        grouped(*count, self.page.lang)
    }

    fn why(&self, row: &Refused) -> String {
        self.page.field_label("refused", &row.reason)
    }
}

pub async fn ask(mut page: Page, id: Path<i64>) -> Html {
    let form = page.kept_or(FileForm::default()).await;
    show_ask(&page, *id, &form, FieldErrors::default()).await
}

async fn show_ask(page: &Page, id: i64, form: &FileForm, errors: FieldErrors) -> Html {
    let it = super::list(page, id).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kinds = page.choices("stop-list-kind", Kind::ALL.iter().map(|kind| kind.as_str()));
    page.html_with(status, &Ask { page, it: &it, form, kinds, errors })
}

pub async fn receive(page: Page, id: Path<i64>, PostedFiles(posted): PostedFiles<FileForm, LARGEST>) -> Html {
    let file = match posted.file("file") {
        Some(Upload::OnDisk(file)) => Ok(file.clone()),
        Some(Upload::TooLarge) => Err("stop-list-file-too-large"),
        Some(Upload::Whole(_)) => Err("import-empty"),
        None => Err("import-no-file"),
    };
    let mut errors = FieldErrors::default();
    let file = errors.keep("file", file.map_err(Into::into));
    let kind = match posted.form.kind.trim() {
        "" => Some(Kind::Email),
        code => errors.keep("kind", choice(code, |code| Kind::try_from(code.to_owned()).ok())),
    };
    let reason = errors.keep("reason", reason(&posted.form.reason, &[])).unwrap_or_default();
    let (Some(file), Some(kind), true) = (file, kind, errors.is_empty()) else {
        return show_ask(&page, *id, &posted.form, errors).await;
    };
    let why = Why { source: Source::Import, reason };
    match service::receive(&page.state, page.actor(), *id, (Values::File(file), kind), &why).await {
        Ok(begun) => page.go(&format!("/stop-lists/{id}/import/{}", begun.import)),
        Err(Error::Refused(errors)) => show_ask(&page, *id, &posted.form, errors).await,
        Err(error) => Err(error),
    }
}

pub async fn show(page: Page, query: ListQuery, ids: Path<(i64, i64)>) -> Html {
    let (list, import) = *ids;
    let it = super::list(&page, list).await?;
    let mut conn = page.state.db.conn().await?;
    let import = of_list(&mut conn, (list, import)).await?;
    let refused = sought(query, import.id)?.fetch(&mut conn, page.lists()).await?;
    let job = match import.job_id {
        Some(job) => jobs::store::find(&mut conn, job).await?,
        None => None,
    };
    drop(conn);
    page.html(&Became { page: &page, it: &it, import: &import, job, refused })
}

/// The lines that were refused, as a file.
pub async fn table(Asking { reader, query, ids }: Asking, conn: &mut Conn) -> Result<Box<dyn Table>> {
    let [list, import] = ids[..] else { return Err(Error::NotFound) };
    find::<StopList>(conn, (), list).await?.ok_or(Error::NotFound)?;
    let import = of_list(conn, (list, import)).await?;
    Ok(sought(query, import.id)?.table(reader.lang))
}

fn sought(query: ListQuery, import: i64) -> Result<Sought<Refused>> {
    let listing = Listing::read(query, &imports::SORTS, "line").ok_or(Error::NotFound)?;
    Ok(Sought::new(listing, imports::refused(import), imports::ROW, &imports::FIELDS))
}

async fn of_list(conn: &mut Conn, (list, import): (i64, i64)) -> Result<Import> {
    let found = imports::find(conn, import).await?;
    found.filter(|it| it.list_id == list).ok_or(Error::NotFound)
}
