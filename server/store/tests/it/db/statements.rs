//! Prepares every literal statement of the store's source on both databases. Statements that are built at run time are
//! covered by the tests of their methods only.

use std::{collections::BTreeMap, path::Path};

use crate::support::{self, Stage};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};

/// Macros that take a statement, with the index of that argument.
const MACROS: [(&str, usize); 6] = [("run", 1), ("row", 2), ("rows", 2), ("sweep", 2), ("value", 2), ("values", 2)];

struct Statement {
    place: String,
    sql: String,
}

/// Returns the value of a string literal; `None` for other literals.
fn text(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let raw = raw.trim_matches('#');
        return raw.strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let (mut out, mut rest) = (String::new(), inner.chars().peekable());
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next()? {
            'n' => out.push('\n'),
            '\n' => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            other => out.push(other),
        }
    }
    Some(out)
}

fn tokens(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

/// Collects `macro_rules! name { () => { "text" } }`: fragments that statements are built from.
fn texts(stream: TokenStream, found: &mut BTreeMap<String, String>) {
    let trees = tokens(stream);
    for window in trees.windows(4) {
        let [TokenTree::Ident(word), _, TokenTree::Ident(name), TokenTree::Group(body)] = window else { continue };
        let last = tokens(body.stream()).into_iter().rev().find_map(|tree| match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(tokens(group.stream())),
            _ => None,
        });
        if let (true, Some([TokenTree::Literal(literal)])) = (word == "macro_rules", last.as_deref())
            && let Some(text) = text(&literal.to_string())
        {
            found.insert(name.to_string(), text);
        }
    }
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            texts(group.stream(), found);
        }
    }
}

/// Splits the arguments of a macro call at its own commas, not at those inside `<…>` of a type.
fn arguments(stream: TokenStream) -> Vec<Vec<TokenTree>> {
    let (mut all, mut depth) = (vec![Vec::new()], 0_i32);
    for tree in stream {
        if let TokenTree::Punct(mark) = &tree {
            match mark.as_char() {
                '<' => depth += 1,
                '>' => depth -= 1,
                ',' if depth == 0 => {
                    all.push(Vec::new());
                    continue;
                }
                _ => {}
            }
        }
        if let Some(last) = all.last_mut() {
            last.push(tree);
        }
    }
    all
}

/// Returns the text of an argument if it is known at compile time.
fn constant(argument: &[TokenTree], known: &BTreeMap<String, String>) -> Option<String> {
    match argument {
        [TokenTree::Literal(literal)] => text(&literal.to_string()),
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group)] if name == "concat" => {
            arguments(group.stream()).iter().filter(|part| !part.is_empty()).map(|part| constant(part, known)).collect()
        }
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(_)] => known.get(&name.to_string()).cloned(),
        _ => None,
    }
}

fn statements(stream: TokenStream, file: &str, known: &BTreeMap<String, String>, found: &mut Vec<Statement>) -> usize {
    let (trees, mut open) = (tokens(stream), 0);
    for window in trees.windows(3) {
        let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(group)] = window else { continue };
        let Some((_, at)) = MACROS.iter().find(|(known, _)| name == known).filter(|_| mark.as_char() == '!') else {
            continue;
        };
        let arguments = arguments(group.stream());
        let place = format!("{file}:{}", name.span().start().line);
        match arguments.get(*at).and_then(|argument| constant(argument, known)) {
            Some(sql) => found.push(Statement { place, sql }),
            None => open += 1,
        }
    }
    for tree in trees {
        if let TokenTree::Group(group) = tree {
            open += statements(group.stream(), file, known, found);
        }
    }
    open
}

/// Returns all literal statements of the crate, and the number of those built at run time.
fn source() -> (Vec<Statement>, usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files: Vec<(String, TokenStream)> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source") {
            let path = entry.expect("a file").path();
            let name = path.strip_prefix(&root).expect("below the source").to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && name != "db/sql.rs" {
                let text = std::fs::read_to_string(&path).expect("text");
                files.push((name, text.parse().expect("Rust")));
            }
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let (mut known, mut found, mut open) = (BTreeMap::new(), Vec::new(), 0);
    files.iter().for_each(|(_, stream)| texts(stream.clone(), &mut known));
    for (name, stream) in files {
        open += statements(stream, &name, &known, &mut found);
    }
    (found, open)
}

#[tokio::test]
async fn every_statement_prepares_on_both_databases() {
    let (statements, open) = source();
    assert!(statements.len() > 100 && open < statements.len() / 4, "{} found, {open} not", statements.len());
    let (lite, server) = (Stage::sqlite().await, Stage::postgres().await);
    let mut sqlite = SqliteConnection::connect(&lite.url).await.expect("a connection");
    let mut postgres = PgConnection::connect(&server.url).await.expect("a connection");
    let wrong = || AssertSqlSafe("select nowhere from wish").into_sql_str();
    assert!((&mut sqlite).prepare(wrong()).await.is_err() && (&mut postgres).prepare(wrong()).await.is_err());
    let mut failures = Vec::new();
    for Statement { place, sql } in &statements {
        let text = || AssertSqlSafe(sql.as_str()).into_sql_str();
        if let Err(cause) = (&mut sqlite).prepare(text()).await {
            failures.push(format!("{place}: SQLite: {cause}\n{sql}"));
        }
        if let Err(cause) = (&mut postgres).prepare(text()).await {
            failures.push(format!("{place}: PostgreSQL: {cause}\n{sql}"));
        }
    }
    drop((sqlite, postgres));
    support::play(&lite, async {}).await;
    support::play(&server, async {}).await;
    assert!(failures.is_empty(), "{} statements fail:\n\n{}", failures.len(), failures.join("\n\n"));
}

/// Every few seconds servers look for messages, in transactions of SQLite's only writer.
#[tokio::test]
async fn no_statement_reads_all_messages_on_sqlite() {
    let (found, _) = source();
    let stage = Stage::sqlite().await;
    let own = found.iter().filter(|statement| statement.place.starts_with("messages/"));
    let mut statements: Vec<(&str, &str)> = own.map(|one| (one.place.as_str(), one.sql.as_str())).collect();
    let unreached = format!("select count(*) {}", store::messages::unreached::FROM);
    statements.push(("unreached", unreached.as_str()));
    assert!(statements.len() > 20, "{} found", statements.len());
    support::play(&stage, async {
        let mut scans = Vec::new();
        for (place, sql) in &statements {
            let plan = support::plan_of(&stage, &format!("explain query plan {sql}")).await;
            if plan.lines().any(|line| ["SCAN message", "SCAN m", "SCAN o"].contains(&line)) {
                scans.push(format!("{place}: {sql}\n{plan}"));
            }
        }
        assert!(scans.is_empty(), "{} statements read all messages:\n\n{}", scans.len(), scans.join("\n\n"));
    })
    .await;
}

/// Ending a card must not read what all others signed in with, under the lock of one family's cards.
#[tokio::test]
async fn ending_a_card_reads_no_other_sessions_on_sqlite() {
    let (found, _) = source();
    let stage = Stage::sqlite().await;
    let own: Vec<_> = found.iter().filter(|one| one.place.starts_with("accounts/sign_in/cards.rs")).collect();
    assert!(own.iter().filter(|one| one.sql.starts_with("delete from")).count() >= 2, "they are found");
    support::play(&stage, async {
        for Statement { place, sql } in own {
            let plan = support::plan_of(&stage, &format!("explain query plan {sql}")).await;
            let is_scan = |line: &str| ["SCAN push_subscription", "SCAN session", "SCAN s"].contains(&line);
            assert!(!plan.lines().any(is_scan), "{place}: {sql}\n{plan}");
        }
    })
    .await;
}

/// Checks the flags of `.cargo/config.toml`.
///
/// Without the first, SQLite plans every statement with a bound limit anew each time.
#[tokio::test]
async fn sqlite_is_compiled_to_keep_its_plans() {
    let stage = Stage::sqlite().await;
    let mut sqlite = SqliteConnection::connect(&stage.url).await.expect("a connection");
    let options: Vec<String> =
        sqlx::query_scalar("pragma compile_options").fetch_all(&mut sqlite).await.expect("options");
    drop(sqlite);
    support::play(&stage, async {}).await;
    for wanted in ["ENABLE_QPSG", "DEFAULT_MEMSTATUS=0"] {
        assert!(options.iter().any(|option| option == wanted), "{wanted} is not among {options:?}");
    }
    assert!(!options.iter().any(|option| option == "ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
}
