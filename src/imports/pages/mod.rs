mod show;

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{
        StatusCode,
        header::{ContentDisposition, DispositionParam, DispositionType},
    },
};
use askama::Template;
use serde::{Deserialize, Serialize};
pub use show::{go_on, show, table};

use super::{
    model::{Kind, list},
    service::{self, sentence},
};
use crate::{
    account_users::{self, model::Head},
    error::{Error, FieldErrors, Result},
    files::{
        self, Cell, Format,
        read::{Encoding, Failure, How},
    },
    forms::Choice,
    i18n::Message,
    web::{Export, Html, Page, PostedFiles, Upload},
};

/// What the address says.
pub struct At {
    kind: Kind,
    account_id: Option<i64>,
    import: Option<i64>,
}

/// How a file is to be read, as typed; empty is recognised.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadForm {
    pub encoding: String,
    pub delimiter: String,
}

#[derive(Template)]
#[template(path = "imports/upload.html")]
struct Ask<'a> {
    page: &'a Page,
    kind: Kind,
    /// The address of this page.
    list: String,
    account: Option<Head>,
    form: &'a UploadForm,
    errors: FieldErrors,
    encodings: Vec<Choice>,
    delimiters: Vec<Choice>,
}

const DELIMITERS: [(&str, u8); 3] = [("comma", b','), ("semicolon", b';'), ("tab", b'\t')];
impl FromRequest for At {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let number = |name| match req.match_info().get(name).map(str::parse::<i64>) {
            None => Ok(None),
            Some(Ok(id)) => Ok(Some(id)),
            Some(Err(_)) => Err(Error::NotFound),
        };
        ready(number("id").and_then(|account_id| {
            let kind = if account_id.is_some() { Kind::Users } else { Kind::Accounts };
            Ok(Self { kind, account_id, import: number("import")? })
        }))
    }
}

pub async fn ask(page: Page, at: At) -> Html {
    show_ask(&page, &at, &UploadForm::default(), FieldErrors::default()).await
}

pub async fn receive(page: Page, at: At, PostedFiles(posted): PostedFiles<UploadForm>) -> Html {
    let form = &posted.form;
    account(&page, &at).await?;
    let delimiter = DELIMITERS.iter().find(|(name, _)| *name == form.delimiter).map(|(_, byte)| *byte);
    let how = How { encoding: Encoding::parse(&form.encoding), delimiter };
    let file = match posted.file("file") {
        Some(Upload::OnDisk(file)) => file.clone(),
        Some(Upload::TooLarge) => return refuse(&page, &at, form, "import-too-large".into()).await,
        Some(Upload::Whole(_)) => return refuse(&page, &at, form, "import-empty".into()).await,
        None => return refuse(&page, &at, form, "import-no-file".into()).await,
    };
    match service::receive(&page.state, page.actor(), (at.kind, at.account_id), (file, how)).await? {
        Ok(id) => page.go(&format!("{}/{id}", list(at.kind, at.account_id))),
        Err(failure) => {
            let guessed = if let Failure::NotUtf8(encoding) = &failure { Some(*encoding) } else { None };
            let encoding = guessed.map_or_else(|| form.encoding.clone(), |encoding| encoding.as_str().to_owned());
            refuse(&page, &at, &UploadForm { encoding, ..form.clone() }, sentence(failure)?).await
        }
    }
}

async fn refuse(page: &Page, at: &At, form: &UploadForm, why: Message) -> Html {
    show_ask(page, at, form, FieldErrors::one("file", why)).await
}

async fn show_ask(page: &Page, at: &At, form: &UploadForm, errors: FieldErrors) -> Html {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let encodings = Encoding::ALL.map(|it| Choice { value: it.as_str().to_owned(), label: it.as_str().to_owned() });
    let ask = Ask {
        page,
        kind: at.kind,
        list: list(at.kind, at.account_id),
        account: account(page, at).await?,
        form,
        errors,
        encodings: encodings.into(),
        delimiters: page.choices("import-delimiter", DELIMITERS.iter().map(|(name, _)| *name)),
    };
    page.html_with(status, &ask)
}

/// The heads that a file may have, to be filled in.
pub async fn template(page: Page, at: At, asked: Export) -> Html {
    account(&page, &at).await?;
    let heads: Vec<Cell> = at.kind.fields().iter().map(|field| field.name.into()).collect();
    let format = asked.format;
    let body = match format {
        Format::Csv => [files::BEGIN, &files::csv([heads])].concat(),
        Format::Xlsx => files::xlsx(&heads, &[]).map_err(anyhow::Error::from)?,
        Format::Jsonl => return Err(Error::NotFound),
    };
    let name = format!("steward-{}.{}", at.kind.as_str(), format.as_str());
    let disposition = DispositionType::Attachment;
    let named = ContentDisposition { disposition, parameters: vec![DispositionParam::Filename(name)] };
    Ok(HttpResponse::Ok().content_type(format.content_type()).insert_header(named).body(body))
}

/// The account whose users they are.
async fn account(page: &Page, at: &At) -> Result<Option<Head>> {
    let Some(id) = at.account_id else { return Ok(None) };
    let found = account_users::store::head(&mut page.state.db.conn().await?, id).await?;
    found.map(Some).ok_or(Error::NotFound)
}
