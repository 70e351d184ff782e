//! Enters: the weights of a model, and texts. Leaves: what lies near their tokens in its embedding table.

mod args;
mod human;
mod job;
mod printer;
mod tables;
mod trained;
mod tsv;
mod vectors;

use anyhow::Result;

use crate::cli::exit::Exit;
use crate::cli::options::not_loaded;
use crate::cli::terminal::notice;
use crate::cli::work::Answers;
use crate::embeddings::ModelFile;

pub(super) use args::NearArgs;
use args::{Near, NearQuestion};
use job::Job;
use printer::Printer;

pub(super) fn run(args: NearArgs) -> Result<Exit> {
    let Near { weights, encoder, question, tokenizer, threads, format, screen, target } = Near::of(args)?;
    let model = ModelFile::open(&weights)?;
    if let Some(words) = not_loaded(model.path(), model.strange_globals()) {
        notice(&words);
    }
    let job = || Job::of(&model, encoder, tokenizer, threads);
    let mut answers = Answers::open(&target)?;
    let mut printer = Printer::new(screen, format, &question);
    let exit = match question {
        NearQuestion::Tables => tables::list(answers.out(), &mut printer, &model)?,
        NearQuestion::Pair(pair) => job()?.pair(answers.out(), &mut printer, [&pair[0], &pair[1]])?,
        NearQuestion::Survey => job()?.survey(answers.out(), &mut printer)?,
        NearQuestion::Nearest(wanted) => job()?.nearest(&mut answers, &mut printer, wanted)?,
    };
    printer.end(answers.out())?;
    answers.end(Ok(()))?;
    Ok(exit)
}
