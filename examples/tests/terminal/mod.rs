//! People at terminals, who run one of the example programs.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use wiremock::MockServer;

use crate::{interrupt::interrupt, program::program};

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one object that a program is to read.
    pub(crate) fn object(&self) -> Value {
        let [object] = <[Value; 1]>::try_from(self.lines()).unwrap();
        object
    }
}

/// A person at a terminal: a program, an environment, and what is typed.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    program: &'static str,
    pub(crate) environment: BTreeMap<&'static str, String>,
    pub(crate) options: Vec<String>,
}

impl Person {
    /// Nobody in particular: no environment, no options.
    pub(crate) fn using(program: &'static str) -> Self {
        Self { program, environment: BTreeMap::new(), options: Vec::new() }
    }

    pub(crate) async fn runs(&self, arguments: &[&str]) -> Run {
        self.types(arguments, "").await
    }

    pub(crate) async fn types(&self, arguments: &[&str], input: &str) -> Run {
        let (mut child, input) = (self.starts(arguments), input.to_owned());
        tokio::task::spawn_blocking(move || {
            // A program that reads nothing closes the pipe.
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            ended(child)
        })
        .await
        .unwrap()
    }

    /// Presses Ctrl-C while the server keeps a call to this path waiting.
    pub(crate) async fn interrupts(
        &self,
        arguments: &[&str],
        input: &str,
        server: &MockServer,
        at: &str,
    ) -> Run {
        let mut child = self.starts(arguments);
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let called = async {
            let is_called = |request: &wiremock::Request| request.url.path() == at;
            while !server.received_requests().await.unwrap().iter().any(is_called) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), called).await.unwrap();
        interrupt(&child);
        tokio::task::spawn_blocking(move || ended(child)).await.unwrap()
    }

    pub(crate) fn starts(&self, arguments: &[&str]) -> Child {
        let mut command = at_a_terminal(program(self.program));
        command.env_clear().envs(&self.environment).args(arguments).args(&self.options);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }
}

/// Ctrl-C works at a terminal, even if the tests themselves run in the background, where a shell turns it off.
fn at_a_terminal(program: PathBuf) -> Command {
    if !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("/usr/bin/env");
    command.arg("--default-signal=INT").arg(program);
    command
}

fn ended(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    Run { code, out: text(output.stdout), err: text(output.stderr) }
}
