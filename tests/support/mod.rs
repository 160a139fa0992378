//! A server over the built-in samples, and a small client to ask it.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc;

use onrecord::model::Engine;
use onrecord::pipeline::{self, Options};
use onrecord::store::Store;
use onrecord::{resources, samples, serve};

/// Puts the samples into a new store.
pub fn fill(path: &Path) {
    let mut store = Store::open(path).expect("a store");
    let resources = resources::get();
    for item in samples::items() {
        let outcome = pipeline::read(resources, &item, Options::default());
        store
            .add(&item, false, Engine::Full, &outcome.documents)
            .expect("added");
    }
    let mut documents = store.read_documents().expect("documents");
    let gathered = pipeline::gather(resources, &mut documents);
    store.put_gathered(&gathered, &documents).expect("gathered");
}

/// Serves a store for as long as the test runs, and says where.
pub fn serve(path: &Path) -> SocketAddr {
    let (told, address) = mpsc::channel();
    let path = path.to_owned();
    std::thread::spawn(move || {
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        serve::run(&path, any, move |address| told.send(address).expect("told")).expect("served");
    });
    address.recv().expect("an address")
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Asks for a page, as a browser on this machine would.
pub fn get(address: SocketAddr, path: &str) -> Answer {
    get_with(address, path, &[("Host", &address.to_string())])
}

/// Asks for a page with these headers.
pub fn get_with(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    ask(address, &request)
}

/// Sends a form, as a browser on this machine would.
pub fn post(address: SocketAddr, path: &str, form: &str) -> Answer {
    let request = format!(
        "POST {path} HTTP/1.1\r\nConnection: close\r\nHost: {address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    ask(address, &request)
}

/// Sends a form with files: each part's name, the name of its file if it is one, and its content.
pub fn post_parts(address: SocketAddr, path: &str, parts: &[(&str, Option<&str>, &str)]) -> Answer {
    let mut body = String::new();
    for (name, file, content) in parts {
        let file = file.map_or(String::new(), |it| format!("; filename=\"{it}\""));
        body.push_str(&format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--cut--\r\n");
    let request = format!(
        "POST {path} HTTP/1.1\r\nConnection: close\r\nHost: {address}\r\n\
         Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    ask(address, &request)
}

fn ask(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(request.as_bytes()).expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let end = answer
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|it| it.split(' ').nth(1));
    Answer {
        status: status.and_then(|it| it.parse().ok()).expect("a status"),
        headers: lines
            .filter_map(|it| it.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: answer[end + 4..].to_vec(),
    }
}

/// The values of an attribute in a page, as addresses have them.
pub fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    page.split(&start)
        .skip(1)
        .filter_map(|it| it.split('"').next())
        .map(|it| it.replace("&#38;", "&").replace("&amp;", "&"))
        .collect()
}

/// Every page that links lead to from the front page, by address without its fragment.
pub fn crawl(address: SocketAddr, most: usize) -> BTreeMap<String, Answer> {
    let mut pages: BTreeMap<String, Answer> = BTreeMap::new();
    let mut waiting = vec!["/".to_owned(), "/check?q=the".to_owned()];
    while let Some(path) = waiting.pop() {
        if pages.len() >= most || pages.contains_key(&path) {
            continue;
        }
        let answer = get(address, &path);
        let text = answer.text();
        let links = match answer.header("content-type").starts_with("text/html") {
            true => attributes(&text, "href"),
            false => Vec::new(),
        };
        for link in links {
            let link = link.split('#').next().unwrap_or("");
            match (link.chars().next(), path.split('?').next()) {
                (Some('/'), _) => waiting.push(link.to_owned()),
                (Some('?'), Some(page)) => waiting.push(format!("{page}{link}")),
                _ => {}
            }
        }
        pages.insert(path, answer);
    }
    pages
}
