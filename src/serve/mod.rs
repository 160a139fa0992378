//! The pages: the record in a browser, from this machine alone.
//!
//! Takes a store, answers requests. `routes` says which address shows what, `load` fetches the
//! nouns, `view` makes of them what a page prints (pure, tested without a server), and the
//! templates in `pages/` print it. Style sheet, script and fonts are built in; no page needs the
//! script, and none asks another machine for anything.

mod add;
mod app;
mod assets;
mod correct;
mod json;
mod load;
mod outlets;
mod page;
mod regroup;
mod routes;
mod standalone;
mod view;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;

/// Serves the pages of a store until Ctrl-C.
///
/// Port 0 picks a free one; `ready` is told the real address once requests are taken.
pub fn run(db: &Path, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let app = app::App::new(db.to_owned())
        .with_context(|| format!("Failed to open `{}`", db.display()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("Failed to start the server")?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .with_context(|| format!("Failed to listen on `{address}`"))?;
        let address = listener
            .local_addr()
            .context("Failed to read the server's address")?;
        let router = routes::router(app, address.ip().is_loopback());
        ready(address);
        axum::serve(listener, router)
            .with_graceful_shutdown(async {
                // Without a way to wait for the signal the server simply goes on.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
            .context("Failed to serve")
    })
}
