//! What a call is: its address, who may use it, what it is given and what it answers, all of it known from the types.

use futures_util::future::LocalBoxFuture;
use serde::Serialize;
use serde_json::{Map, Value};
use strum::{EnumString, IntoStaticStr, VariantArray};
use utoipa::ToSchema;

use super::{Failure, Found, Params, Shape, asks::Asked};
use crate::{change::Actor, people::Permission, state::State};

/// What a token may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
pub enum Scope {
    #[strum(serialize = "accounts:read")]
    AccountsRead,
    #[strum(serialize = "accounts:write")]
    AccountsWrite,
    #[strum(serialize = "users:read")]
    UsersRead,
    #[strum(serialize = "users:write")]
    UsersWrite,
    #[strum(serialize = "resources:read")]
    ResourcesRead,
    #[strum(serialize = "resources:write")]
    ResourcesWrite,
    #[strum(serialize = "mail:send")]
    MailSend,
    #[strum(serialize = "audit:read")]
    AuditRead,
    /// Of stop lists: what there is, and whether values are on one.
    #[strum(serialize = "suppression:read")]
    SuppressionRead,
    #[strum(serialize = "suppression:write")]
    SuppressionWrite,
    /// Of the platform alone.
    #[strum(serialize = "platform:report")]
    PlatformReport,
}

/// One call of a feature's `calls()`.
pub struct Call {
    /// Below [`super::ROOT`], without slashes at its ends.
    pub path: &'static str,
    pub scope: Scope,
    /// What it does, in a sentence for who programs against it.
    pub about: &'static str,
    pub given: Shape,
    pub answered: Shape,
    /// What a row of its answer is called in XML, where rows stand together in one `<data>`.
    pub row: Option<&'static str>,
    /// Parameters of the type that this call does not have.
    pub without: &'static [&'static str],
    /// Parameters that the type leaves open and the rules behind this call ask for.
    pub needs: &'static [&'static str],
    /// Whether it only reads, although its scope is one to write with.
    only_reads: bool,
    pub is_outside: bool,
    pub is_kept_nowhere: bool,
    pub example: Option<Example>,
    run: Run,
}

/// A request as somebody might send it, and what it is answered beside `error` and `error_text`.
pub struct Example {
    pub ask: Map<String, Value>,
    pub answer: Map<String, Value>,
}

type Run = Box<dyn for<'a> Fn(&'a Caller, Params) -> LocalBoxFuture<'a, Result<Answer, Failure>> + Send + Sync>;

/// Every call there is.
pub struct Calls(pub Vec<Call>);

/// Who calls; the record names the token.
pub struct Caller {
    pub state: actix_web::web::Data<State>,
    pub actor: Actor,
}

/// What a call answers beside `error` and `error_text`, in the order in which it is written.
pub trait Reply: Serialize + ToSchema + Sized {
    /// What a row of `data` is called in XML, where rows stand together; without it each is a `<data>`.
    const ROW: Option<&'static str> = None;

    fn shape() -> Shape {
        Shape::of::<Self>()
    }
}

/// An answer that needs no more than that it was done.
#[derive(Serialize, ToSchema)]
pub struct Nothing {}

/// One thing.
#[derive(Serialize, ToSchema)]
pub struct One<T> {
    pub data: T,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct Rows<T> {
    pub data: Vec<T>,
    /// Of all that fit, whatever the page; of more than 10,000 accounts it may be a minute old.
    pub total_count: i64,
    /// The `from_id` of the next page; only where there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_from_id: Option<i64>,
}

/// A row of a list.
pub trait Row: Serialize + ToSchema {
    /// What it is called in XML, where rows stand together; without it each is a `<data>`.
    const NAME: Option<&'static str> = None;
}

/// What every save answers.
pub type Saved = One<SavedAs>;

#[derive(Serialize, ToSchema)]
#[schema(as = Saved)]
pub struct SavedAs {
    saved_id: i64,
    /// To be sent with the next change, which is refused when somebody else was quicker.
    version: i64,
}

/// A [`Reply`], on its way into the envelope.
#[derive(Default)]
pub struct Answer {
    pub fields: Map<String, Value>,
    pub row: Option<&'static str>,
}

impl Scope {
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// As stored and as named in the panel.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub fn parse(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Scopes as a token keeps them, with blanks between.
    pub fn parse_all(codes: &str) -> Vec<Self> {
        codes.split(' ').filter_map(Self::parse).collect()
    }

    /// What whoever made the token must be permitted for it, now.
    pub fn needs(self) -> Permission {
        match self {
            Self::AccountsRead | Self::UsersRead | Self::ResourcesRead | Self::AuditRead => Permission::View,
            Self::AccountsWrite => Permission::EditAccounts,
            Self::UsersWrite => Permission::EditUsers,
            Self::ResourcesWrite | Self::PlatformReport => Permission::EditResources,
            Self::MailSend => Permission::SendLetters,
            Self::SuppressionRead => Permission::LookUpStops,
            Self::SuppressionWrite => Permission::EditStopLists,
        }
    }

    /// Whether a call of this scope only reads.
    pub fn reads(self) -> bool {
        use Scope::{AccountsRead, AuditRead, ResourcesRead, SuppressionRead, UsersRead};
        matches!(self, AccountsRead | UsersRead | ResourcesRead | AuditRead | SuppressionRead)
    }
}

impl Call {
    /// `run` is given the parameters as `A` and answers an `R`.
    pub fn new<A, R, F>(path: &'static str, scope: Scope, about: &'static str, run: F) -> Self
    where
        A: Asked + 'static,
        R: Reply + 'static,
        F: AsyncFn(&Caller, A) -> Result<R, Failure> + Copy + Send + Sync + 'static,
    {
        let run: Run = Box::new(move |caller, params| dispatch(run, caller, params));
        let (given, answered) = (A::shape(), R::shape());
        Self {
            path,
            scope,
            about,
            given,
            answered,
            row: R::ROW,
            without: &[],
            needs: &[],
            is_outside: false,
            is_kept_nowhere: false,
            only_reads: false,
            example: None,
            run,
        }
    }

    /// For a type that serves another call as well: these of its parameters are refused as if it did not have them.
    pub fn without(self, names: &'static [&'static str]) -> Self {
        Self { without: names, ..self }
    }

    /// For a call whose answer is not to be kept: an idempotency key does nothing.
    pub fn kept_nowhere(self) -> Self {
        Self { is_kept_nowhere: true, ..self }
    }

    /// For a call that answers without `/admin` in its address as well.
    pub fn also_outside(self) -> Self {
        Self { is_outside: true, ..self }
    }

    /// For the description; it is the rules that refuse a call without them.
    pub fn needing(self, names: &'static [&'static str]) -> Self {
        Self { needs: names, ..self }
    }

    /// For a call that only reads, of a scope with which others write.
    pub fn only_reading(self) -> Self {
        Self { only_reads: true, ..self }
    }

    /// Two objects. The description shows them in both formats, and a test sends the first and compares the answer with
    /// the second.
    pub fn example(self, ask: Value, answer: Value) -> Self {
        let fields = |value: Value| if let Value::Object(fields) = value { fields } else { Map::new() };
        Self { example: Some(Example { ask: fields(ask), answer: fields(answer) }), ..self }
    }

    /// Whether it changes anything, and so can be rehearsed: see [`super::Rehearsed`].
    pub fn writes(&self) -> bool {
        !self.only_reads && !self.scope.reads()
    }

    pub async fn run(&self, caller: &Caller, params: Params) -> Result<Answer, Failure> {
        if let Some(name) = self.without.iter().find(|name| params.0.contains_key(**name)) {
            return Err(Failure::field(*name, &"api-unknown-field".into()));
        }
        (self.run)(caller, params).await
    }
}

fn dispatch<'a, A, R, F>(run: F, caller: &'a Caller, params: Params) -> LocalBoxFuture<'a, Result<Answer, Failure>>
where
    A: Asked + 'static,
    R: Reply + 'static,
    F: AsyncFn(&Caller, A) -> Result<R, Failure> + 'static,
{
    Box::pin(async move { Answer::of(&run(caller, A::read(params)?).await?) })
}

impl Calls {
    pub fn find(&self, path: &str) -> Option<&Call> {
        self.0.iter().find(|call| call.path == path)
    }
}

impl Answer {
    pub fn of<R: Reply>(reply: &R) -> Result<Self, Failure> {
        match serde_json::to_value(reply) {
            Ok(Value::Object(fields)) => Ok(Self { fields, row: R::ROW }),
            other => {
                Err(crate::error::Error::Internal(anyhow::anyhow!("an answer that is no object: {other:?}")).into())
            }
        }
    }
}

impl Saved {
    pub fn of(saved_id: i64, version: i64) -> Self {
        Self { data: SavedAs { saved_id, version } }
    }
}

impl<T> Rows<T> {
    pub fn of<R>(found: Found<R>, view: impl FnMut(R) -> T) -> Self {
        Self { data: found.rows.into_iter().map(view).collect(), total_count: found.total, next_from_id: found.next }
    }
}

impl Reply for Nothing {}
impl<T: Serialize + ToSchema> Reply for One<T> {
    fn shape() -> Shape {
        Shape::around::<Self, T>()
    }
}
impl<T: Row> Reply for Rows<T> {
    const ROW: Option<&'static str> = T::NAME;

    fn shape() -> Shape {
        Shape::around::<Self, T>()
    }
}
