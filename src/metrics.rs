//! What this process counts of itself, as Prometheus reads it. No label holds an id, a name that people gave, or a path
//! as it was typed.

use std::{fmt, sync::atomic::AtomicU64, time::Duration, time::Instant};

use prometheus_client::{
    encoding::{EncodeLabelSet, prometheus_text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    durations: Durations<Route>,
    refusals: Family<Refusal, Counter>,
    jobs: Family<Job, Counter>,
    letters: Family<Letter, Counter>,
    sampled: Sampled,
}

/// What is looked up when somebody asks.
struct Sampled {
    connections: Family<Pool, Gauge>,
    letters: Family<Letter, Gauge>,
    oldest_letter: Gauge<f64, AtomicU64>,
    sealed: Gauge,
    oldest_record: Gauge<f64, AtomicU64>,
    altered: Gauge<f64, AtomicU64>,
}

/// For how long whoever wanted the database waited for a connection.
#[derive(Clone, Debug)]
pub struct Waits(Durations<Access>);

/// The connections of a pool, at this moment.
pub struct Connections {
    pub pool: &'static str,
    pub busy: u32,
    pub idle: u32,
    pub most: u32,
}

/// The letters of the outbox, at this moment.
pub struct Letters {
    pub waiting: i64,
    pub failed: i64,
    /// For how long the oldest has waited.
    pub oldest: Option<Duration>,
}

/// The record, at this moment.
pub struct Sealed {
    pub records: i64,
    /// For how long the oldest record has waited to be sealed.
    pub oldest: Option<Duration>,
    /// Whether the last verification has found something; None before the first.
    pub is_altered: Option<bool>,
}

type Durations<L> = Family<L, Histogram, fn() -> Histogram>;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Refusal {
    side: &'static str,
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Job {
    job: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Letter {
    status: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Pool {
    pool: &'static str,
    state: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Access {
    access: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Build {
    version: &'static str,
}

/// Upper bounds in seconds: a page takes about a millisecond, a password a tenth of a second.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

impl Metrics {
    /// `waits` are those of the database.
    pub fn new(waits: &Waits) -> Self {
        let mut registry = Registry::with_prefix("steward");
        let (requests, durations, refusals, jobs, letters) =
            (Family::default(), durations(), Family::default(), Family::default(), Family::default());
        let sampled = Sampled {
            connections: Family::default(),
            letters: Family::default(),
            oldest_letter: Gauge::default(),
            sealed: Gauge::default(),
            oldest_record: Gauge::default(),
            altered: Gauge::default(),
        };
        sampled.register(&mut registry);
        registry.register("http_requests", "Requests answered, by route and status", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "From a request's arrival to its answer, by route",
            durations.clone(),
        );
        registry.register("database_wait_seconds", "How long work waited for a database connection", waits.0.clone());
        registry.register(
            "letter_attempts",
            "Letters handed to the mail server, by what became of them",
            letters.clone(),
        );
        registry.register("jobs", "Rounds of work that runs by itself", jobs.clone());
        registry.register("sign_in_refusals", "Refused attempts to sign in or to prove who one is", refusals.clone());
        let build = Family::<Build, Gauge>::default();
        build.get_or_create(&Build { version: env!("CARGO_PKG_VERSION") }).set(1);
        registry.register("build_info", "The program's version", build);
        Self { registry, requests, durations, refusals, jobs, letters, sampled }
    }

    /// `route` is the pattern of the address.
    pub fn answered(&self, method: &'static str, route: String, status: u16, took: Duration) {
        self.requests.get_or_create(&Request { method, route: route.clone(), status }).inc();
        self.durations.get_or_create(&Route { route }).observe(took.as_secs_f64());
    }

    pub fn sign_in_refused(&self, side: &'static str, reason: &'static str) {
        self.refusals.get_or_create(&Refusal { side, reason }).inc();
    }

    pub fn job_ran(&self, job: &'static str, worked: bool) {
        self.jobs.get_or_create(&Job { job, outcome: if worked { "done" } else { "failed" } }).inc();
    }

    pub fn letter_attempted(&self, status: &'static str) {
        self.letters.get_or_create(&Letter { status }).inc();
    }

    /// Everything, in Prometheus' text format. Without letters and record where the database does not tell.
    pub fn show(
        &self,
        pools: &[Connections],
        (letters, sealed): (Option<Letters>, Option<Sealed>),
    ) -> Result<String, fmt::Error> {
        for it in pools {
            for (state, count) in [("busy", it.busy), ("idle", it.idle), ("most", it.most)] {
                self.sampled.connections.get_or_create(&Pool { pool: it.pool, state }).set(i64::from(count));
            }
        }
        self.sampled.letters.clear();
        self.sampled.oldest_letter.set(f64::NAN);
        if let Some(letters) = letters {
            for (status, count) in [("waiting", letters.waiting), ("failed", letters.failed)] {
                self.sampled.letters.get_or_create(&Letter { status }).set(count);
            }
            self.sampled.oldest_letter.set(letters.oldest.unwrap_or_default().as_secs_f64());
        }
        let none = (f64::NAN, f64::NAN);
        let (oldest, altered) = sealed.map_or(none, |sealed| {
            self.sampled.sealed.set(sealed.records);
            let altered = sealed.is_altered.map_or(f64::NAN, |altered| f64::from(u8::from(altered)));
            (sealed.oldest.unwrap_or_default().as_secs_f64(), altered)
        });
        self.sampled.oldest_record.set(oldest);
        self.sampled.altered.set(altered);
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl Sampled {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "database_connections",
            "Connections of each pool; most is its limit",
            self.connections.clone(),
        );
        registry.register("letters", "Letters of the outbox that wait or have failed", self.letters.clone());
        registry.register(
            "oldest_unsent_letter_seconds",
            "How long the oldest waiting letter has waited",
            self.oldest_letter.clone(),
        );
        registry.register("sealed_records", "Records that are sealed", self.sealed.clone());
        registry.register(
            "oldest_unsealed_record_seconds",
            "How long the oldest record has waited to be sealed",
            self.oldest_record.clone(),
        );
        registry.register(
            "record_altered",
            "1 where the last verification of the record has found something",
            self.altered.clone(),
        );
    }
}

impl Default for Waits {
    fn default() -> Self {
        Self(durations())
    }
}

impl Waits {
    /// Measures how long something to `read` or `write` with was waited for, whether it came or not.
    pub async fn of<T>(&self, access: &'static str, connection: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let came = connection.await;
        self.0.get_or_create(&Access { access }).observe(begun.elapsed().as_secs_f64());
        came
    }
}

fn durations<L: Clone + std::hash::Hash + Eq>() -> Durations<L> {
    Family::new_with_constructor(|| Histogram::new(BOUNDS))
}
