//! Chromium without a window, spoken to over a pipe: the few words of its protocol that tests need.

#![allow(dead_code)]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// Names under which the browser is installed.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser with one page open.
pub struct Browser {
    process: Child,
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
    session: String,
    last: u64,
    /// What went wrong since it was last taken.
    pub complaints: Vec<String>,
    allowed: String,
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts a browser that reaches only `allowed`, an origin; `None` where none is installed.
    pub fn start(allowed: &str) -> Option<Browser> {
        let name = NAMES.iter().find(|name| {
            let which = Command::new("sh")
                .args(["-c", &format!("command -v {name}")])
                .output();
            which.is_ok_and(|it| it.status.success())
        })?;
        let profile = tempfile::tempdir().expect("a profile");
        // The browser speaks on the third and fourth descriptor: the shell puts ours there.
        let script = format!(
            "exec {name} --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
             --disable-background-networking --disable-component-update --disable-sync \
             --hide-scrollbars --disable-dev-shm-usage --remote-debugging-pipe \
             '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1' \
             '--user-data-dir={}' about:blank 3<&0 4>&1 </dev/null >/dev/null 2>&1",
            profile.path().display()
        );
        let mut process = Command::new("sh")
            .args(["-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a browser");
        let words = process.stdin.take().expect("a pipe");
        let answers = BufReader::new(process.stdout.take().expect("a pipe"));
        let mut browser = Browser {
            process,
            words,
            answers,
            session: String::new(),
            last: 0,
            complaints: Vec::new(),
            allowed: allowed.to_owned(),
            profile,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", attach);
        browser.session = session["sessionId"].as_str().expect("a session").to_owned();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Sets width, colour scheme, and whether scripts run.
    pub fn dress(&mut self, width: u32, dark: bool, script: bool) {
        let metrics = json!({
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700,
        });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": !script}),
        );
    }

    /// Opens an address and waits until it is loaded.
    pub fn open(&mut self, address: &str) {
        let opened = self.call("Page.navigate", json!({"url": address}));
        assert_eq!(opened["errorText"], Value::Null, "{address}");
        while self.event() != "Page.loadEventFired" {}
        // What the page asked for late has been told of by the time that this is answered.
        self.evaluate("document.fonts.ready.then(() => 1)");
    }

    /// The value of an expression in the page.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let ask = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true,
        });
        self.call("Runtime.evaluate", ask)["result"]["value"].take()
    }

    /// Presses a key, as a person does.
    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            _ => (0, ""),
        };
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            let event = json!({
                "type": kind, "key": key, "code": key, "text": text,
                "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code,
            });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Writes where the cursor stands.
    pub fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Goes on with the Tab key until what fits the selector has the focus.
    pub fn reach(&mut self, selector: &str) {
        let there = format!("document.activeElement.matches({})", json!(selector));
        for _ in 0..400 {
            self.press("Tab");
            if self.evaluate(&there) == json!(true) {
                return;
            }
        }
        let address = self.evaluate("location.href");
        panic!("the Tab key never reaches `{selector}` on {address}");
    }

    /// Waits until an expression is true, while pages come and go.
    pub fn until(&mut self, expression: &str) {
        for _ in 0..300 {
            let ask = json!({"expression": expression, "returnByValue": true});
            let answer = self.ask("Runtime.evaluate", &ask);
            if answer["result"]["result"]["value"] == json!(true) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("`{expression}` never comes true");
    }

    /// Photographs the whole page.
    pub fn photograph(&mut self, file: &Path) {
        let ask = json!({"format": "png", "captureBeyondViewport": true});
        let picture = self.call("Page.captureScreenshot", ask);
        let bytes = base64(picture["data"].as_str().expect("a picture"));
        std::fs::write(file, bytes).expect("written");
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, &params);
        assert_eq!(answer["error"], Value::Null, "{method}");
        answer["result"].take()
    }

    /// Asks, and gives the whole answer.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({"id": id, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.words
            .write_all(message.to_string().as_bytes())
            .expect("asked");
        self.words.write_all(b"\0").expect("asked");
        self.words.flush().expect("asked");
        loop {
            let answer = self.read();
            if answer["id"] == json!(id) {
                return answer;
            }
            self.hear(&answer);
        }
    }

    fn event(&mut self) -> String {
        let event = self.read();
        self.hear(&event);
        event["method"].as_str().unwrap_or("").to_owned()
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        self.answers.read_until(0, &mut message).expect("an answer");
        assert_eq!(message.pop(), Some(0), "the browser has gone");
        serde_json::from_slice(&message).expect("JSON")
    }

    /// Notes errors and requests that leave the machine.
    fn hear(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str().unwrap_or("") {
            "Network.requestWillBeSent" => {
                let url = params["request"]["url"].as_str().unwrap_or("");
                if !url.starts_with(&self.allowed) {
                    self.complaints.push(format!("asked for {url}"));
                }
            }
            "Network.loadingFailed" => self.complaints.push(format!("failed: {params}")),
            "Network.responseReceived" => {
                let status = params["response"]["status"].as_i64().unwrap_or(0);
                if status >= 400 {
                    self.complaints
                        .push(format!("{status} for {}", params["response"]["url"]));
                }
            }
            "Runtime.exceptionThrown" => self.complaints.push(format!("threw: {params}")),
            "Log.entryAdded" => self.complaints.push(format!("logged: {}", params["entry"])),
            "Runtime.consoleAPICalled" => self.complaints.push(format!("said: {}", params["args"])),
            _ => {}
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = self.profile.path();
    }
}

fn base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    bytes
}
