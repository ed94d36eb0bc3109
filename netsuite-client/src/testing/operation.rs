//! What a request asks for, by its method, path and media types.

use bytes::Bytes;
use http::{Method, Request, header};

use super::auth;

pub(super) const RECORD_PATH: &str = "/services/rest/record/v1";
pub(super) const SUITEQL_PATH: &str = "/services/rest/query/v1/suiteql";
pub(super) const JOB_PATH: &str = "/services/rest/async/v1/job";
const SYSTEM_PATH: &str = "/services/rest/system/v1/";
const CLIENTS_PATH: &str = "/services/rest/auth/oauth2/v1/clients/";
pub(super) const RESTLET_PATH: &str = "/app/site/hosting/restlet.nl";

/// An operation with what its path says. Record types and ids are as the path has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    Get(String, String),
    List(String),
    Create(String),
    Update(String, String),
    Upsert(String, String),
    Delete(String, String),
    Transform(String, String, String),
    /// `@approve` and its like.
    Action(String, String, String),
    /// Record type, id, `!attach` or `!detach`, and what.
    Attach(String, String, Vec<String>),
    /// A sublist, a line, a subrecord or a referenced record: type, id and the rest of the path.
    Subresource(String, String, Vec<String>),
    /// A record as a form would show it; the path after the base.
    Form(Vec<String>),
    /// The choices for fields; the path after the base.
    Options(Vec<String>),
    Batch(String),
    /// The path after `/job/`.
    Job(Vec<String>),
    Metadata(Option<String>),
    SuiteQl,
    Token,
    System(String),
    Restlet,
    /// Client id and the rest of the path.
    Certificates(String, Vec<String>),
    Other,
}

impl Operation {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let (method, path) = (request.method(), request.uri().path());
        if path == auth::TOKEN_PATH && method == Method::POST {
            return Self::Token;
        }
        if path == SUITEQL_PATH && method == Method::POST {
            return Self::SuiteQl;
        }
        if path == RESTLET_PATH {
            return Self::Restlet;
        }
        if let (Some(name), &Method::GET) = (path.strip_prefix(SYSTEM_PATH), method) {
            return Self::System(name.to_owned());
        }
        if let (Some(rest), &Method::GET) = (path.strip_prefix(JOB_PATH), method) {
            return Self::Job(parts(rest));
        }
        if let Some(rest) = path.strip_prefix(CLIENTS_PATH) {
            let mut rest = parts(rest).into_iter();
            return match (rest.next(), rest.next().as_deref()) {
                (Some(client), Some("certificates")) => Self::Certificates(client, rest.collect()),
                _ => Self::Other,
            };
        }
        let rest = path.strip_prefix(RECORD_PATH).filter(|rest| rest.starts_with('/')).unwrap_or_default();
        Self::of_record(request, parts(rest))
    }

    fn of_record(request: &Request<Bytes>, parts: Vec<String>) -> Self {
        let accepts = header_text(request, "accept");
        let form = accepts.contains("create-form") || accepts.contains("edit-form");
        if form && !parts.is_empty() {
            return Self::Form(parts);
        }
        if accepts.contains("select-options") && !parts.is_empty() {
            return Self::Options(parts);
        }
        let named = |name: &str| {
            let query = request.uri().query().unwrap_or_default();
            url::form_urlencoded::parse(query.as_bytes()).any(|(key, _)| key == name)
        };
        let batch = header_text(request, header::CONTENT_TYPE.as_str()).contains("type=collection");
        let texts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let own = str::to_owned;
        match (request.method().as_str(), texts.as_slice()) {
            ("GET", ["metadata-catalog"]) => Self::Metadata(None),
            ("GET", ["metadata-catalog", kind]) => Self::Metadata(Some(own(kind))),
            ("GET", [kind]) if named("ids") => Self::Batch(own(kind)),
            ("GET", [kind]) => Self::List(own(kind)),
            ("POST", [kind]) if !batch => Self::Create(own(kind)),
            ("POST" | "PATCH" | "PUT" | "DELETE", [kind]) => Self::Batch(own(kind)),
            ("GET", [kind, id]) => Self::Get(own(kind), own(id)),
            ("PATCH", [kind, id]) => Self::Update(own(kind), own(id)),
            ("PUT", [kind, id]) => Self::Upsert(own(kind), own(id)),
            ("DELETE", [kind, id]) => Self::Delete(own(kind), own(id)),
            ("POST", [kind, id, "!transform", target]) => Self::Transform(own(kind), own(id), own(target)),
            ("POST", [kind, id, "!attach" | "!detach", _, _]) => {
                Self::Attach(own(kind), own(id), texts[2..].iter().map(|part| own(part)).collect())
            }
            ("POST", [kind, id, action]) if action.starts_with('@') => {
                Self::Action(own(kind), own(id), own(action))
            }
            (_, [kind, id, rest @ ..]) if !rest.is_empty() => {
                Self::Subresource(own(kind), own(id), rest.iter().map(|part| own(part)).collect())
            }
            _ => Self::Other,
        }
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Get(..) => "record.get",
            Self::List(_) => "record.list",
            Self::Create(_) => "record.create",
            Self::Update(..) => "record.update",
            Self::Upsert(..) => "record.upsert",
            Self::Delete(..) => "record.delete",
            Self::Transform(..) => "record.transform",
            Self::Action(..) => "record.action",
            Self::Attach(..) => "record.attach",
            Self::Subresource(..) => "record.line",
            Self::Form(_) => "record.form",
            Self::Options(_) => "record.options",
            Self::Batch(_) => "record.batch",
            Self::Job(path) => match path.len() {
                0 | 1 => "job.look",
                2 => "job.tasks",
                _ => "job.task",
            },
            Self::Metadata(_) => "metadata",
            Self::SuiteQl => "suiteql",
            Self::Token => "token",
            Self::System(_) => "system",
            Self::Restlet => "restlet",
            Self::Certificates(..) => "certificates",
            Self::Other => "other",
        }
    }

    /// The names of operations that a mishap can be scripted for, apart from areas.
    pub(super) const NAMES: &[&str] = &[
        "record.get",
        "record.list",
        "record.create",
        "record.update",
        "record.upsert",
        "record.delete",
        "record.transform",
        "record.action",
        "record.attach",
        "record.line",
        "record.form",
        "record.options",
        "record.batch",
        "job.look",
        "job.tasks",
        "job.task",
        "metadata",
        "suiteql",
        "token",
        "system",
        "restlet",
        "certificates",
    ];

    /// Whether it names an operation, or an area of them.
    pub(super) fn is_named(what: &str) -> bool {
        Self::NAMES.iter().any(|name| *name == what || name.split('.').next() == Some(what))
    }

    pub(super) fn is_write(&self, method: &Method) -> bool {
        match self {
            Self::Create(_)
            | Self::Update(..)
            | Self::Upsert(..)
            | Self::Delete(..)
            | Self::Transform(..)
            | Self::Action(..)
            | Self::Attach(..) => true,
            Self::Subresource(..) | Self::Batch(_) => method != Method::GET,
            _ => false,
        }
    }

    /// Whether `Prefer: respond-async` sends it to the background.
    pub(super) fn can_wait(&self) -> bool {
        self.name().starts_with("record.") && !matches!(self, Self::Form(_) | Self::Options(_))
    }

    fn record_type(&self) -> Option<&str> {
        match self {
            Self::Get(kind, _)
            | Self::List(kind)
            | Self::Create(kind)
            | Self::Update(kind, _)
            | Self::Upsert(kind, _)
            | Self::Delete(kind, _) => Some(kind),
            _ => None,
        }
    }

    /// Whether a scripted failure for `what` (in lower case) is meant for this request.
    pub(super) fn fits(&self, method: &Method, what: &str) -> bool {
        let name = self.name();
        let area = name.split('.').next().unwrap_or(name);
        let precise = self.record_type().map(|kind| format!("{method} {kind}").to_lowercase());
        what == name || what == area || precise.is_some_and(|precise| precise == what)
    }
}

fn parts(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty()).map(auth::decoded).collect()
}

pub(super) fn header_text<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
